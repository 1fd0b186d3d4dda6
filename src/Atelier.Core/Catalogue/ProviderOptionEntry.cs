using System.Globalization;
using System.Text.Json.Serialization;

namespace Atelier.Core.Catalogue;

/// <summary>An option that only one provider has, and what it may be set to: one of some words, a number in a range, or either.</summary>
public sealed record ProviderOptionEntry
{
    public required string Name { get; init; }

    /// <summary>Compared letter by letter; may be empty where a range is given.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least number; null where it takes none.</summary>
    public decimal? Min { get; init; }

    /// <summary>The greatest number; with <see cref="Min"/> only.</summary>
    public decimal? Max { get; init; }

    /// <summary>Decimals that a number may have, 0 to 6; 0 takes whole numbers alone.</summary>
    public int Decimals { get; init; }

    /// <summary>What it takes, such as <c>a whole number from 0 to 1000</c>.</summary>
    [JsonIgnore]
    public string Allowed =>
        Min is null ? Words
        : Values.Count > 0 ? $"{Words}, or {Range}"
        : Range;

    private string Words => $"one of {string.Join(", ", Values)}";

    private string Range =>
        Decimals == 0
            ? FormattableString.Invariant($"a whole number from {Min} to {Max}")
            : FormattableString.Invariant($"a number from {Min} to {Max} with at most {Decimals} decimals");

    /// <summary>Whether the option may be set to this. Numbers are plain: no sign, no exponent, no blanks.</summary>
    public bool Takes(string value) => Values.Contains(value) || (Min is not null && IsInRange(value));

    private bool IsInRange(string value) =>
        decimal.TryParse(
            value,
            Decimals == 0 ? NumberStyles.None : NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number.Scale <= Decimals
        && number >= Min
        && number <= Max;
}
