using System.Globalization;

namespace Atelier.Server.Costs;

/// <summary>Writes lines of CSV (RFC 4180) that no spreadsheet takes for formulas.</summary>
internal static class CsvLine
{
    // What a spreadsheet begins to calculate at, also behind a tab or a line break that it passes over.
    private const string Starts = "=+-@\t\r\n";

    private const string Special = ",\"\r\n";

    /// <summary>One line with its end. Numbers stay numbers; null is an empty cell.</summary>
    public static string Of(params ReadOnlySpan<object?> cells)
    {
        var texts = new List<string>(cells.Length);
        foreach (var cell in cells)
        {
            texts.Add(
                cell switch
                {
                    null => "",
                    string text => Quote(Defuse(text)),
                    // Trailing zeros say nothing.
                    decimal number => number.ToString("0.#########", CultureInfo.InvariantCulture),
                    IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                    _ => throw new ArgumentException($"A {cell.GetType().Name} is no cell."),
                }
            );
        }

        return string.Join(',', texts) + "\r\n";
    }

    private static string Defuse(string text) => text.Length > 0 && Starts.Contains(text[0]) ? $"'{text}" : text;

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(Special) >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
