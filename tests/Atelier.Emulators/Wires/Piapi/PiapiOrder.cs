using System.Text.Json;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>A checked request for a task.</summary>
internal sealed record PiapiOrder(PiapiShape Shape)
{
    private const long Million = 1_000_000;

    public string Prompt { get; init; } = "";

    /// <summary>As it came, to show it.</summary>
    public JsonElement Input { get; init; }

    public int Pictures { get; init; } = 1;

    public (int Width, int Height) Size { get; init; } = (1024, 1024);

    /// <summary>2K, 4K and so on; empty where there is none.</summary>
    public string Tier { get; init; } = "";

    public Uri? Callback { get; init; }

    public string? Secret { get; init; }

    /// <summary>Ten-millionths of a dollar.</summary>
    public int Units
    {
        get
        {
            var pixels = (long)Size.Width * Size.Height;
            var each = Shape.Model switch
            {
                // By the started half megapixel, up to two.
                "Qubico/z-image" => Shape.Units * (int)Math.Min(4, (pixels + (Million / 2) - 1) / (Million / 2)),
                "gemini" when Tier == "4K" => 2_400_000,
                "seedream" when Tier == "3K" => 420_000,
                _ => Shape.Units,
            };
            return each * Pictures;
        }
    }
}
