namespace Atelier.Bench.Pictures;

/// <summary>One kind of work.</summary>
/// <param name="Side">Pixels of each side of the inputs.</param>
/// <param name="Input">Their format: <c>png</c> or <c>jpeg</c>.</param>
/// <param name="Original">The format of the original that is made: <c>png</c>, as by default, or <c>jpeg</c>.</param>
/// <param name="InFlight">Sets at a time.</param>
internal sealed record Case(int Side, string Input, string Original, int InFlight)
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new(1024, "png", "png", 1),
        new(1024, "png", "png", 2),
        new(1024, "jpeg", "png", 1),
        new(1024, "jpeg", "png", 2),
        new(2048, "png", "png", 1),
        new(2048, "png", "png", 2),
        new(2048, "jpeg", "png", 1),
        new(2048, "jpeg", "png", 2),
        new(1024, "jpeg", "jpeg", 1),
        new(2048, "jpeg", "jpeg", 1),
    ];

    public override string ToString() => $"{Side}² {Input} to {Original}, {InFlight} in flight";
}
