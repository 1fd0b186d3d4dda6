namespace Atelier.Emulators.Wires.Stability;

/// <summary>Pictures that follow a sketch, a structure or a style.</summary>
internal static class ControlForms
{
    public static StabilityOrder Control(StabilityForm form)
    {
        form.Fields.Number("control_strength", 0, 1);
        return Of(form);
    }

    public static StabilityOrder Style(StabilityForm form)
    {
        form.Fields.Number("fidelity", 0, 1);
        StabilityFields.Ratio(form.Fields, 1);
        return Of(form);
    }

    private static StabilityOrder Of(StabilityForm form)
    {
        var (width, height) = form.File("image", PictureRule.Edit);
        var prompt = StabilityFields.Prompt(form.Fields);
        StabilityFields.Rest(form.Fields);
        return new(prompt, width, height) { MilliCredits = 5_000, Seed = StabilityFields.Seed(form.Fields) };
    }
}
