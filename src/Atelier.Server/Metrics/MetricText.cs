using System.Globalization;
using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>The small parts of Prometheus' text format.</summary>
internal static class MetricText
{
    public static string Number(double value) =>
        value switch
        {
            double.PositiveInfinity => "+Inf",
            double.NegativeInfinity => "-Inf",
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };

    public static string EscapeHelp(string text) => text.Replace("\\", @"\\").Replace("\r", "").Replace("\n", @"\n");

    public static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"");

    /// <summary>Appends a line: <c>name{labels} value</c>.</summary>
    public static StringBuilder AppendSample(this StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        return text.Append(' ').Append(value).Append('\n');
    }
}
