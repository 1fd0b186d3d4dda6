using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>sizes</c>: a block for each ratio, and what a free ratio is for.</summary>
internal static partial class SizeSection
{
    // One pixel of rounding on the shortest side in the table is below this share.
    private const double RatioTolerance = 0.01;

    public static SizeTable Read(MapReader? reader)
    {
        var ratios = new Dictionary<string, IReadOnlyDictionary<Quality, PixelSize>>();
        var uses = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var ratio in reader?.Keys ?? [])
        {
            if (reader!.Block(ratio) is not { } block)
            {
                continue;
            }

            uses[ratio] = block.OptionalTexts("use_cases");
            if (ratio != SizeTable.Custom)
            {
                ratios[ratio] = ReadRatio(reader, ratio, block);
            }

            block.RejectUnknownKeys();
        }

        return new SizeTable(ratios) { UseCases = uses };
    }

    private static Dictionary<Quality, PixelSize> ReadRatio(MapReader reader, string ratio, MapReader block)
    {
        var sizes = Enum.GetValues<Quality>()
            .ToDictionary(quality => quality, quality => block.Size(SnakeCase.Of(quality)));
        if (Pattern.Match(ratio) is not { Success: true } match)
        {
            reader.Fail(ratio, $"is not a ratio; allowed are forms such as 16:9, and {SizeTable.Custom}.");
            return sizes;
        }

        var wanted = Number(match, 1) / Number(match, 2);
        foreach (var (quality, size) in sizes.Where(entry => entry.Value != default))
        {
            if (Math.Abs(((double)size.Width / size.Height / wanted) - 1) > RatioTolerance)
            {
                block.Fail(SnakeCase.Of(quality), $"is {size}, which is not {ratio}.");
            }
        }

        return sizes;
    }

    private static double Number(Match match, int group) =>
        double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([1-9][0-9]{0,2}):([1-9][0-9]{0,2})\z")]
    private static partial Regex Pattern { get; }
}
