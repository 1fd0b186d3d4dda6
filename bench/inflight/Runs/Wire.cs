namespace Atelier.Bench.Inflight.Runs;

/// <summary>A provider whose pictures are tasks, and a model of it whose pictures may be small.</summary>
/// <param name="KeyVariable">Switches it on.</param>
internal sealed record Wire(string Id, string KeyVariable, string Model)
{
    public static readonly IReadOnlyList<Wire> All =
    [
        new("piapi", "PIAPI_API_KEY", "z-image-turbo"),
        new("replicate", "REPLICATE_API_TOKEN", "sdxl"),
    ];
}
