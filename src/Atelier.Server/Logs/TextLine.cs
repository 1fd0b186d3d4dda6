using System.Globalization;

namespace Atelier.Server.Logs;

/// <summary>One line for people; what failed follows on lines of its own, set in.</summary>
internal static class TextLine
{
    public static string Of(LogLine line, LogRedactor redactor)
    {
        var trace = line.TraceId is null ? "" : $" [{line.TraceId}]";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{line.At:HH:mm:ss.fff} {line.Level, -5} {line.Category}: {OneLine(redactor.Clean(line.Message))}{trace}"
        );
        return line.Error is null
            ? text
            : $"{text}\n    {redactor.Clean(line.Error.ToString()).ReplaceLineEndings("\n    ")}";
    }

    // Words of callers could otherwise write lines of their own, or paint the terminal.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
}
