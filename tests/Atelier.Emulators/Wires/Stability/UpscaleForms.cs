namespace Atelier.Emulators.Wires.Stability;

/// <summary>Upscalers: four times each side, or a size of their own.</summary>
internal static class UpscaleForms
{
    private const double MadePixels = 9_684_544;

    public static StabilityOrder Fast(StabilityForm form)
    {
        var (width, height) = form.File("image", PictureRule.Fast);
        StabilityFields.Rest(form.Fields, negative: false, style: false);
        return new("", width * 4, height * 4) { MilliCredits = 2_000 };
    }

    public static StabilityOrder Conservative(StabilityForm form) =>
        Large(form, PictureRule.Any, 0.2, style: false) with
        {
            MilliCredits = 40_000,
        };

    public static StabilityOrder Creative(StabilityForm form) =>
        Large(form, PictureRule.Creative, 0.1, style: true) with
        {
            MilliCredits = 60_000,
        };

    private static StabilityOrder Large(StabilityForm form, PictureRule rule, double least, bool style)
    {
        var (width, height) = form.File("image", rule);
        var prompt = StabilityFields.Prompt(form.Fields);
        form.Fields.Number("creativity", least, 0.5);
        StabilityFields.Rest(form.Fields, style: style);
        (width, height) = StabilityFields.Scale(width, height, Math.Sqrt(MadePixels / ((double)width * height)));
        return new(prompt, width, height) { MilliCredits = 0, Seed = StabilityFields.Seed(form.Fields) };
    }
}
