using System.Globalization;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>Reads the flags at the end of a text: every flag known, once, with a value in its range.</summary>
internal sealed class FlagParser(string field, List<Problem> problems)
{
    private readonly MidjourneyFlags _flags = new();
    private readonly HashSet<string> _seen = [];

    public MidjourneyFlags Parse(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var at = ReadPrompt(words);
        while (at < words.Length)
        {
            var flag = words[at++];
            var from = at;
            while (at < words.Length && !words[at].StartsWith("--", StringComparison.Ordinal))
            {
                at++;
            }

            Read(flag, words[from..at]);
        }

        CheckTogether();
        return _flags;
    }

    // Pictures stand at the start, as URLs; then words; then flags.
    private int ReadPrompt(string[] words)
    {
        var at = 0;
        var inWords = false;
        for (; at < words.Length && !words[at].StartsWith("--", StringComparison.Ordinal); at++)
        {
            var isUrl = IsUrl(words[at]);
            if (isUrl && inWords)
            {
                Add($"'{words[at]}': image URLs stand at the start of the text.");
            }

            inWords |= !isUrl;
        }

        if (!inWords && at == 0)
        {
            Add("The text has no prompt.");
        }

        return at;
    }

    private void Read(string flag, string[] values)
    {
        var name = flag switch
        {
            "--version" => "--v",
            "--stylize" => "--s",
            "--chaos" => "--c",
            "--quality" => "--q",
            "--aspect" => "--ar",
            _ => flag,
        };
        if (!_seen.Add(name))
        {
            Add($"{flag} stands there twice.");
        }

        switch (name)
        {
            case "--v":
                _flags.Version = OneOf(flag, values, "7", "6.1", "6");
                break;
            case "--niji":
                _flags.Version = $"niji {OneOf(flag, values, "6")}";
                break;
            case "--ar":
                ReadAspect(flag, values);
                break;
            case "--s":
                Whole(flag, values, 1000);
                break;
            case "--c":
                Whole(flag, values, 100);
                break;
            case "--weird":
                Whole(flag, values, 3000);
                break;
            case "--q":
                OneOf(flag, values, "0.25", "0.5", "1");
                break;
            case "--seed":
                _flags.Seed = Whole(flag, values, uint.MaxValue);
                break;
            case "--iw":
                ReadImageWeight(flag, values);
                break;
            case "--style":
                OneOf(flag, values, "raw");
                break;
            case "--no" when values.Length > 0:
                break;
            case "--sref" or "--cref" when values.Length > 0:
                break;
            case "--draft" or "--fast" or "--turbo" or "--raw" when values.Length == 0:
                _flags.Draft |= name == "--draft";
                _flags.Turbo |= name == "--turbo";
                break;
            default:
                Add($"'{string.Join(' ', [flag, .. values])}' is not a known flag, or its value is not.");
                break;
        }
    }

    private void CheckTogether()
    {
        if (_seen.Contains("--v") && _seen.Contains("--niji"))
        {
            Add("--v and --niji exclude each other.");
        }

        if (_seen.Contains("--fast") && _seen.Contains("--turbo"))
        {
            Add("--fast and --turbo exclude each other.");
        }

        if (_flags.Draft && _flags.Version != "7")
        {
            Add("--draft needs --v 7.");
        }
    }

    private void ReadAspect(string flag, string[] values)
    {
        if (
            values is [var value]
            && value.Split(':') is [var left, var right]
            && Number(left) is > 0 and <= 10_000 and var width
            && Number(right) is > 0 and <= 10_000 and var height
        )
        {
            (_flags.AspectWidth, _flags.AspectHeight) = ((int)width, (int)height);
        }
        else
        {
            Add($"{flag} takes two whole numbers, such as 16:9.");
        }
    }

    private void ReadImageWeight(string flag, string[] values)
    {
        if (
            values is not [var value]
            || !double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            || weight > 3
        )
        {
            Add($"{flag} takes 0 to 3.");
        }
    }

    private long? Whole(string flag, string[] values, long most)
    {
        if (values is [var value] && Number(value) is { } number && number <= most)
        {
            return number;
        }

        Add($"{flag} takes one whole number, 0 to {most}.");
        return null;
    }

    private string OneOf(string flag, string[] values, params string[] allowed)
    {
        if (values is [var value] && allowed.Contains(value))
        {
            return value;
        }

        Add($"{flag} takes one of {string.Join(", ", allowed)}.");
        return allowed[0];
    }

    private void Add(string message) => problems.Add(new Problem(field, message));

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsUrl(string word) =>
        word.StartsWith("http://", StringComparison.Ordinal) || word.StartsWith("https://", StringComparison.Ordinal);
}
