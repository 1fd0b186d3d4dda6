namespace Atelier.Bench.Pictures;

/// <summary>What a side is told to do, as one line of JSON.</summary>
/// <param name="Task"><c>hello</c>, <c>sets</c> or <c>dump</c>.</param>
/// <param name="Files">The inputs; sets go round them.</param>
/// <param name="Format"><c>png</c> or <c>jpeg</c>: of the original.</param>
/// <param name="Avif">Whether the set has an AVIF.</param>
/// <param name="Sets">How many sets.</param>
/// <param name="InFlight">How many of them at a time.</param>
/// <param name="Folder">Where a dump goes.</param>
internal sealed record Command(
    string Task,
    IReadOnlyList<string> Files,
    string Format = "png",
    bool Avif = true,
    int Sets = 1,
    int InFlight = 1,
    string Folder = ""
);
