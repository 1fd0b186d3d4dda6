namespace Atelier.Emulators.Wires.LegNext;

/// <summary>A checked request for a job.</summary>
internal sealed record LegNextOrder(LegNextShape Shape)
{
    /// <summary>text or remixPrompt.</summary>
    public string Prompt { get; init; } = "";

    public MidjourneyFlags Flags { get; init; } = new();

    /// <summary>The job it works on; null where it begins from text or from a URL.</summary>
    public LegNextJob? Parent { get; init; }

    public int? Type { get; init; }

    public Uri? Callback { get; init; }

    public (int Width, int Height)? Canvas { get; init; }

    public int Points
    {
        get
        {
            var fast = Shape.Name switch
            {
                "diffusion" when Flags.Draft => Shape.Points / 2,
                "upscale" when Type == 1 => 160,
                "reroll" => Parent!.Shape.Points / (Parent.Flags.Draft ? 2 : 1),
                _ => Shape.Points,
            };
            return Flags.Turbo ? fast * 2 : fast;
        }
    }

    /// <summary>About a megapixel in the asked ratio; an upscale doubles the edges.</summary>
    public (int Width, int Height) Size
    {
        get
        {
            if (Canvas is { } canvas)
            {
                return canvas;
            }

            if (Shape.Name == "upscale")
            {
                return (Parent!.Size.Width * 2, Parent.Size.Height * 2);
            }

            var root = Math.Sqrt((double)Flags.AspectWidth / Flags.AspectHeight);
            return (Math.Max(1, (int)Math.Round(1024 * root)), Math.Max(1, (int)Math.Round(1024 / root)));
        }
    }
}
