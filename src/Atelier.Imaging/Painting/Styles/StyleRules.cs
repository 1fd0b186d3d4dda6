namespace Atelier.Imaging.Painting.Styles;

/// <summary>How a style bends the layers; the finish of the pixels is in <see cref="IFinish"/>.</summary>
/// <param name="Relief">Strength of surface texture, 0 for flat shapes.</param>
/// <param name="SkyBands">Steps of the sky gradient; 0 is smooth.</param>
/// <param name="Flat">Hard-edged shapes: clouds, shading and light in two tones.</param>
/// <param name="Detail">Share of the many small things (trees, stars, flowers), 0 to 1.</param>
/// <param name="Haze">How much the distance fades.</param>
/// <param name="Saturation">1 leaves colours as they are.</param>
internal sealed record StyleRules(float Relief, int SkyBands, bool Flat, float Detail, float Haze, float Saturation)
{
    public static StyleRules Realistic { get; } = new(1f, 0, false, 1f, 1f, 1f);

    public static StyleRules Illustration { get; } = new(0.8f, 9, true, 0.7f, 0.55f, 1.45f);

    public static StyleRules Minimal { get; } = new(0f, 0, true, 0f, 0.8f, 0.8f);

    public static StyleRules Photo { get; } = new(1.2f, 0, false, 1f, 1.15f, 0.92f);
}
