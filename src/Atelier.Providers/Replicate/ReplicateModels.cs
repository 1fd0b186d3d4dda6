namespace Atelier.Providers.Replicate;

/// <summary>The models whose inputs this adapter knows.</summary>
internal static class ReplicateModels
{
    public const string FluxSchnell = "black-forest-labs/flux-schnell";
    public const string FluxPro = "black-forest-labs/flux-1.1-pro";
    public const string FluxKontext = "black-forest-labs/flux-kontext-pro";
    public const string Sdxl = "stability-ai/sdxl";
    public const string RealEsrgan = "nightmareai/real-esrgan";
    public const string BackgroundRemover = "851-labs/background-remover";

    /// <summary>Run by their name, always in their newest version, and billed by the picture.</summary>
    public static IReadOnlyList<string> Official { get; } = [FluxSchnell, FluxPro, FluxKontext];

    /// <summary>Run by a version, the one whose inputs are known here, and billed by the second.</summary>
    public static IReadOnlyDictionary<string, string> Pinned { get; } =
        new Dictionary<string, string>
        {
            [Sdxl] = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc",
            [RealEsrgan] = "f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa",
            [BackgroundRemover] = "a029dff38972b5fda4ec5d75d7d1cd25aeff621d2cf4946a41055d7db66b80bc",
        };
}
