using System.Globalization;
using System.Text;
using Atelier.Core.Catalogue;

namespace Atelier.Providers.LegNext.Texts;

/// <summary>Our own flags, made of checked values only, in the order of requirement A-28.</summary>
internal static class MidjourneyFlags
{
    /// <summary>Characters by which a text can grow when it is sent with the seed of a later call.</summary>
    public const int SeedGrowth = 1;

    private const int UsualStylize = 100;

    /// <summary>The flags of a new picture.</summary>
    /// <param name="seed">Also our marker: it comes back in the job.</param>
    /// <param name="picture">Whether a picture stands before the words, so that its weight means something.</param>
    public static string OfNew(
        PixelSize size,
        LegNextOptions options,
        long? seed,
        MidjourneyVersion version,
        bool picture,
        string? negative
    )
    {
        var flags = new StringBuilder("--ar ").Append(RatioOf(size));
        Append(flags, "--s", options.Stylize ?? UsualStylize);
        AppendLook(flags, options);
        Append(flags, "--seed", seed);
        flags.Append(' ').Append(version.Flag);
        AppendMode(flags, options);
        if (picture && options.ReferenceStrength is { } strength)
        {
            Append(flags, "--iw", (strength * 3).ToString("0.##", CultureInfo.InvariantCulture));
        }

        if (negative is not null)
        {
            // Last, since its value goes on to the end.
            Append(flags, "--no", negative);
        }

        return flags.ToString();
    }

    /// <summary>The flags of a job's change: shape and version are the job's own, and so is its look unless the caller says.</summary>
    public static string OfChange(LegNextOptions options, long? seed)
    {
        var flags = new StringBuilder();
        if (options.Stylize is { } stylize)
        {
            Append(flags, "--s", stylize);
        }

        AppendLook(flags, options);
        Append(flags, "--seed", seed);
        AppendMode(flags, options);
        return flags.ToString().TrimStart();
    }

    /// <summary>The text with another seed. The flag stands there once, and before another: text of others has none.</summary>
    public static string Reseed(string text, long from, long to)
    {
        var flag = SeedFlag(from);
        var at = text.IndexOf(flag, StringComparison.Ordinal);
        return at >= 0
            ? string.Concat(text.AsSpan(0, at), SeedFlag(to), text.AsSpan(at + flag.Length))
            : throw new ArgumentException("The text has no such seed.", nameof(text));
    }

    /// <summary>The ratio in whole numbers without a common divisor, such as <c>16:9</c>.</summary>
    internal static string RatioOf(PixelSize size)
    {
        var (rest, divisor) = (size.Width, size.Height);
        while (rest != 0)
        {
            (rest, divisor) = (divisor % rest, rest);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size.Width / divisor}:{size.Height / divisor}");
    }

    private static string SeedFlag(long seed) => string.Create(CultureInfo.InvariantCulture, $" --seed {seed} ");

    private static void AppendLook(StringBuilder flags, LegNextOptions options)
    {
        if (options.Chaos is > 0 and var chaos)
        {
            Append(flags, "--c", chaos);
        }

        if (options.Quality is { } quality and not 1)
        {
            Append(flags, "--q", quality.ToString("0.##", CultureInfo.InvariantCulture));
        }
    }

    private static void AppendMode(StringBuilder flags, LegNextOptions options) =>
        flags.Append(options.Turbo ? " --turbo" : " --fast");

    private static void Append(StringBuilder flags, string flag, long? value)
    {
        if (value is { } number)
        {
            Append(flags, flag, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Append(StringBuilder flags, string flag, string value) =>
        flags.Append(' ').Append(flag).Append(' ').Append(value);
}
