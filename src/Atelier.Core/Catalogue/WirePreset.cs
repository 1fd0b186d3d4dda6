namespace Atelier.Core.Catalogue;

/// <summary>Servers whose way of speaking OpenAI's wire is known, so that a name sets the switches.</summary>
public enum WirePreset
{
    Together,
    Xai,
    Azure,
    Deepinfra,
    Nebius,
    Siliconflow,
    Localai,
    Sdcpp,
    VllmOmni,
    Sglang,
}
