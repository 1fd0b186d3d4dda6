namespace Atelier.Bench.Pictures;

/// <summary>One kind of work.</summary>
/// <param name="Side">Pixels of each side of the inputs.</param>
/// <param name="Format">Of the inputs and of the originals: <c>png</c> or <c>jpeg</c>.</param>
/// <param name="InFlight">Sets at a time.</param>
internal sealed record Case(int Side, string Format, int InFlight)
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new(1024, "png", 1),
        new(1024, "png", 2),
        new(1024, "jpeg", 1),
        new(1024, "jpeg", 2),
        new(2048, "png", 1),
        new(2048, "png", 2),
        new(2048, "jpeg", 1),
        new(2048, "jpeg", 2),
    ];

    public override string ToString() => $"{Side}² {Format}, {InFlight} in flight";
}
