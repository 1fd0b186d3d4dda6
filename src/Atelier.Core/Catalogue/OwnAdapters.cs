namespace Atelier.Core.Catalogue;

/// <summary>Adapters that serve providers of the operator's own, under any id.</summary>
public static class OwnAdapters
{
    public const string OpenAiCompatible = "openai-compatible";
    public const string Automatic1111 = "automatic1111";
    public const string ComfyUi = "comfyui";

    public static readonly IReadOnlyList<string> All = [OpenAiCompatible, Automatic1111, ComfyUi];
}
