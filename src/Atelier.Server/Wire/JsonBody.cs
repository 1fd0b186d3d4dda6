using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Atelier.Server.Wire;

/// <summary>Reads a JSON body field by field, so that all fields of a wrong type or name are told at once.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The body as <typeparamref name="T"/> and as JSON; what is wrong with single fields goes into <paramref name="errors"/>.</summary>
    /// <exception cref="AtelierException">Not JSON at all, or not an object.</exception>
    public static async Task<(T Body, JsonElement Json)> ReadAsync<T>(HttpRequest request, ErrorList errors)
        where T : new()
    {
        var json = await ReadAsync(request);
        var type = WireJson.Options.GetTypeInfo(typeof(T));
        var body = new T();
        var broken = false;
        foreach (var property in json.EnumerateObject().TakeWhile(_ => !errors.IsFull))
        {
            var name = property.Name;
            if (HalfLetters.AreIn(property.Value))
            {
                errors.Add(Shorten(name), $"{Shorten(name)} holds text that is not valid Unicode.");
                broken = true;
            }
            else if (type.Properties.FirstOrDefault(known => known.Name == name) is { } field)
            {
                Set(body, field, property.Value, errors);
            }
            else
            {
                errors.Add(Shorten(name), $"There is no field '{Shorten(name)}'.{Hint(name, type)}");
            }
        }

        if (broken)
        {
            // Whoever reads the JSON further would stumble over it.
            errors.ThrowIfAny();
        }

        return (body, json);
    }

    /// <summary>As <see cref="ReadAsync{T}"/>, where a request without a body says nothing else than <c>{}</c>.</summary>
    /// <exception cref="AtelierException">There is a body, and it is not JSON at all, or not an object.</exception>
    public static async Task<T> ReadIfAnyAsync<T>(HttpRequest request, ErrorList errors)
        where T : new() =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? new T()
            : (await ReadAsync<T>(request, errors)).Body;

    /// <summary>The body as JSON, for who reads its fields otherwise.</summary>
    /// <exception cref="AtelierException">Not JSON at all, or not an object.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new AtelierException(
                ErrorCode.UnsupportedMediaType,
                "Send JSON with 'Content-Type: application/json'."
            );
        }

        // Nothing is unpacked here: a few bytes could become any number of them.
        if (request.Headers.ContentEncoding is { Count: > 0 } coding && coding != "identity")
        {
            throw new AtelierException(
                ErrorCode.UnsupportedMediaType,
                "Send the body as it is, without Content-Encoding."
            );
        }

        return await ParseAsync(request);
    }

    private static async Task<JsonElement> ParseAsync(HttpRequest request)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body,
                Strict,
                request.HttpContext.RequestAborted
            );
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? WithReadableNames(document.RootElement.Clone())
                : throw new AtelierException(
                    ErrorCode.InvalidRequest,
                    "The body must be a JSON object: {\"prompt\": \"…\"}."
                );
        }
        catch (JsonException exception)
        {
            throw new AtelierException(
                ErrorCode.InvalidRequest,
                $"The body is not valid JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.",
                exception
            );
        }
        // The parser looks at names only when somebody reads them, and then throws this.
        catch (InvalidOperationException exception)
        {
            throw new AtelierException(
                ErrorCode.InvalidRequest,
                "The body is not valid JSON: the name of a field is not valid Unicode.",
                exception
            );
        }
    }

    private static JsonElement WithReadableNames(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                _ = property.Name;
                WithReadableNames(property.Value);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                WithReadableNames(item);
            }
        }

        return value;
    }

    private static void Set(object body, JsonPropertyInfo field, JsonElement value, ErrorList errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        try
        {
            field.Set!(body, value.Deserialize(WireJson.Options.GetTypeInfo(field.PropertyType)));
        }
        catch (JsonException)
        {
            errors.Add(field.Name, $"{field.Name} must be {Describe(field.PropertyType)}.");
        }
    }

    public static string Describe(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(List<string>))
        {
            return "a list of strings";
        }

        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => "a string",
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 or TypeCode.Int64 => "a whole number",
            TypeCode.Double or TypeCode.Decimal => "a number",
            _ => "an object of the documented shape",
        };
    }

    public static string Hint(string name, JsonTypeInfo type)
    {
        var near = NearMatch.Find(name, type.Properties.Select(known => known.Name));
        return near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : " The fields are listed at /docs.";
    }

    public static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
