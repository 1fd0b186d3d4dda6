namespace Atelier.Server.Catalogue;

/// <summary>An aspect ratio.</summary>
/// <param name="Ratio">Such as 16:9; custom is that of the place a picture is made for.</param>
/// <param name="Sizes">WIDTHxHEIGHT by quality; missing of custom.</param>
/// <param name="UseCases">What it is good for, in words for people.</param>
internal sealed record AspectRatioView(string Ratio, SizesView? Sizes, IReadOnlyList<string> UseCases);

/// <summary>WIDTHxHEIGHT for each quality.</summary>
internal sealed record SizesView(string Draft, string Standard, string High, string Ultra);

/// <summary>All aspect ratios, in the order of the catalogue.</summary>
internal sealed record AspectRatioList(IReadOnlyList<AspectRatioView> AspectRatios);
