namespace Atelier.Emulators.Wires.LegNext;

/// <summary>An endpoint that creates a job: its fields, its price and what it makes.</summary>
/// <param name="Name">Also the last part of its path, and the task_type.</param>
/// <param name="Points">Of a fast job; turbo is double.</param>
/// <param name="MostScale">Of the field scale, from 1.1 on; null where there is none.</param>
internal sealed record LegNextShape(string Name, Takes Takes, int Points, int Pictures = 4, double? MostScale = null)
{
    public static IReadOnlyList<LegNextShape> All { get; } =
    [
        new("diffusion", Takes.Text, 80),
        new("variation", Takes.Image | Takes.Type | Takes.Remix, 120),
        new("upscale", Takes.Image | Takes.Type, 120, Pictures: 1),
        new("reroll", Takes.JobId, 80),
        new("inpaint", Takes.Image | Takes.MaskRequired | Takes.Remix, 120),
        new("outpaint", Takes.Image | Takes.Remix, 80, MostScale: 2.0),
        new("pan", Takes.Image | Takes.Direction | Takes.Remix, 80, MostScale: 3.0),
        new("remix", Takes.Image | Takes.RemixRequired | Takes.Mode, 120),
        new("edit", Takes.Image | Takes.Canvas | Takes.RemixRequired | Takes.Mask, 120),
        new("upload-paint", Takes.ImgUrl | Takes.Canvas | Takes.RemixRequired | Takes.MaskRequired, 120),
        new("retexture", Takes.ImgUrl | Takes.RemixRequired, 120),
        new("remove-background", Takes.ImgUrl, 80, Pictures: 1),
        new("enhance", Takes.Image, 80),
    ];

    public bool Has(Takes field) => (Takes & field) != 0;
}
