namespace Atelier.Providers.LegNext;

/// <summary>The tasks we use: the last part of a path, and the <c>task_type</c> of a job.</summary>
internal static class LegNextKinds
{
    public const string Diffusion = "diffusion";
    public const string Variation = "variation";
    public const string Upscale = "upscale";
    public const string Inpaint = "inpaint";
    public const string Outpaint = "outpaint";
    public const string RemoveBackground = "remove-background";

    /// <summary>Pictures that a job yields, asked for or not.</summary>
    public static int PicturesOf(string kind) => kind is Upscale or RemoveBackground ? 1 : 4;
}
