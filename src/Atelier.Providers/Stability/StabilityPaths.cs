namespace Atelier.Providers.Stability;

/// <summary>Where Stability's services are.</summary>
internal static class StabilityPaths
{
    public const string Core = "/v2beta/stable-image/generate/core";
    public const string Ultra = "/v2beta/stable-image/generate/ultra";
    public const string Diffusion = "/v2beta/stable-image/generate/sd3";
    public const string Inpaint = "/v2beta/stable-image/edit/inpaint";
    public const string Outpaint = "/v2beta/stable-image/edit/outpaint";
    public const string RemoveBackground = "/v2beta/stable-image/edit/remove-background";
    public const string Fast = "/v2beta/stable-image/upscale/fast";
    public const string Conservative = "/v2beta/stable-image/upscale/conservative";
    public const string Creative = "/v2beta/stable-image/upscale/creative";
    public const string Balance = "/v1/user/balance";

    /// <summary>Where a task is asked for: the way of today, then the one of before.</summary>
    public static IReadOnlyList<string> Results(string taskId) =>
        [
            $"/v2beta/results/{Uri.EscapeDataString(taskId)}",
            $"/v2beta/stable-image/upscale/creative/result/{Uri.EscapeDataString(taskId)}",
        ];

    /// <summary>A call of the first API.</summary>
    /// <param name="kind">text-to-image, image-to-image or image-to-image/masking.</param>
    public static string First(string engine, string kind) => $"/v1/generation/{engine}/{kind}";
}
