using System.Text;

namespace Atelier.Bench.Pictures;

/// <summary>Bars of our figures as shares of sharp's, with the lines we want to stay under.</summary>
internal static class Chart
{
    private const int Left = 230;
    private const int Top = 76;
    private const int BarWidth = 420;
    private const int BarHeight = 12;
    private const int Gap = 16;
    private const double LeastScale = 1.1;

    private static readonly (string Name, string Colour, double Target, Func<CaseResult, double> Figure)[] Bars =
    [
        ("CPU of the whole set", "#2f6f8f", 0.95, one => one.CpuRatio),
        ("peak memory, few heaps", "#8f6f2f", 0.8, one => one.PeakRatio),
        ("peak memory, plain node", "#a5803c", 0.8, one => one.PlainPeakRatio),
        ("bytes to complete (wall)", "#4f8f4f", 0.35, one => one.CompleteRatio),
    ];

    internal static string Draw(IReadOnlyList<CaseResult> cases)
    {
        // No bar ends where the chart does.
        var largest = Math.Max(LeastScale, cases.Max(one => Bars.Max(bar => bar.Figure(one))));
        var block = Bars.Length * BarHeight + Gap;
        var bottom = Top + 4 + cases.Count * block;
        var svg = new StringBuilder(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {bottom
                + 24}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="10" y="20" font-size="15">Variants of a picture: ours as a share of sharp's (1 is equal)</text>

            """
        );
        for (var bar = 0; bar < Bars.Length; bar++)
        {
            var (name, colour, target, _) = Bars[bar];
            var (x, y) = (10 + bar % 2 * 300, 30 + bar / 2 * 18);
            svg.Append(Invariant($"<rect x=\"{x}\" y=\"{y}\" width=\"10\" height=\"10\" fill=\"{colour}\"/>"))
                .Append(Invariant($"<text x=\"{x + 15}\" y=\"{y + 9}\">{name}, at most {target}</text>\n"));
        }

        for (var at = 0; at < cases.Count; at++)
            DrawCase(svg, cases[at], Top + at * block, largest);
        var unit = Place(1, largest);
        svg.Append(
            Invariant(
                $"<path d=\"M{unit:0.0} {Top - 6}V{bottom}\" stroke=\"#333\"/><text x=\"{unit - 3:0.0}\" y=\"{bottom + 14}\">1</text>\n"
            )
        );
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawCase(StringBuilder svg, CaseResult one, int top, double largest)
    {
        svg.Append(Invariant($"<text x=\"10\" y=\"{top + 28}\">{one.Case}</text>\n"));
        for (var bar = 0; bar < Bars.Length; bar++)
        {
            var (_, colour, target, figure) = Bars[bar];
            var (y, value) = (top + bar * BarHeight, figure(one));
            svg.Append(
                    Invariant(
                        $"<rect x=\"{Left}\" y=\"{y}\" width=\"{Place(value, largest) - Left:0.0}\" height=\"{BarHeight - 2}\" fill=\"{colour}\"/>"
                    )
                )
                .Append(
                    Invariant(
                        $"<text x=\"{Left + 4}\" y=\"{y + 9}\" font-size=\"10\" fill=\"#fff\">{value:0.00}</text>"
                    )
                )
                .Append(
                    Invariant(
                        $"<path d=\"M{Place(target, largest):0.0} {y - 1}v{BarHeight}\" stroke=\"#c33\" stroke-width=\"2\"/>\n"
                    )
                );
        }
    }

    private static double Place(double share, double largest) => Left + BarWidth * share / largest;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
