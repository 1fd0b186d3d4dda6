using System.Text.Json;

namespace Atelier.Emulators.Checking;

/// <summary>Reads the fields of a JSON object strictly; what was not read by <see cref="Close"/> is unknown.</summary>
internal sealed class FieldCheck(JsonElement json, List<Problem> problems, bool nullIsAbsent, string prefix = "")
{
    private readonly HashSet<string> _read = [];

    public bool Has(string name) => Find(name) is not null;

    public void Add(string name, string message, string code = Problem.InvalidValue) =>
        problems.Add(new Problem(prefix + name, message, code));

    public string? Text(string name, int least = 0, int most = int.MaxValue, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Add(name, $"{prefix}{name} must be a string.", Problem.InvalidType);
            return null;
        }

        var text = value.GetString()!;
        if (text.Length < least || text.Length > most)
        {
            Add(name, $"{prefix}{name} must have {least} to {most} characters, it has {text.Length}.");
        }

        return text;
    }

    public string? OneOf(string name, IReadOnlyList<string> values, bool required = false)
    {
        var text = Text(name, required: required);
        if (text is not null && !values.Contains(text))
        {
            Add(name, $"{prefix}{name} must be one of {string.Join(", ", values)}.");
        }

        return text;
    }

    public int? Whole(string name, int least, int most, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            Add(name, $"{prefix}{name} must be a whole number.", Problem.InvalidType);
            return null;
        }

        if (number < least || number > most)
        {
            Add(name, $"{prefix}{name} must be {least} to {most}.");
        }

        return number;
    }

    public double? Number(string name, double least, double most, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            Add(name, $"{prefix}{name} must be a number.", Problem.InvalidType);
            return null;
        }

        if (!(number >= least && number <= most))
        {
            Add(name, FormattableString.Invariant($"{prefix}{name} must be {least} to {most}."));
        }

        return number;
    }

    public bool? Flag(string name)
    {
        if (Take(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(name, $"{prefix}{name} must be true or false.", Problem.InvalidType);
        return null;
    }

    public FieldCheck? Object(string name, bool required = false) =>
        Take(name, required) is { } value ? Inside(value, name) : null;

    /// <summary>The items of an array; null when there is none.</summary>
    public IReadOnlyList<JsonElement>? Items(string name, int least, int most, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, $"{prefix}{name} must be an array.", Problem.InvalidType);
            return null;
        }

        if (value.GetArrayLength() < least || value.GetArrayLength() > most)
        {
            Add(name, $"{prefix}{name} must have {least} to {most} items.");
        }

        return [.. value.EnumerateArray()];
    }

    /// <summary>A check of an object found inside; null, with a problem, when it is none.</summary>
    public FieldCheck? Inside(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return new FieldCheck(value, problems, nullIsAbsent, $"{prefix}{name}.");
        }

        Add(name, $"{prefix}{name} must be an object.", Problem.InvalidType);
        return null;
    }

    /// <summary>Every field that nobody read is one too many.</summary>
    public void Close()
    {
        foreach (var property in json.EnumerateObject().Where(property => !_read.Contains(property.Name)))
        {
            Add(property.Name, $"Unknown parameter: '{prefix}{property.Name}'.", Problem.Unknown);
        }
    }

    /// <summary>The value as it is, marked as read; null when it is absent.</summary>
    public JsonElement? Take(string name, bool required)
    {
        _read.Add(name);
        var value = Find(name);
        if (value is null && required)
        {
            Add(name, $"Missing required parameter: '{prefix}{name}'.", Problem.Missing);
        }

        return value;
    }

    private JsonElement? Find(string name) =>
        json.TryGetProperty(name, out var value) && !(nullIsAbsent && value.ValueKind == JsonValueKind.Null)
            ? value
            : null;
}
