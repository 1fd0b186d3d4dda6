namespace Atelier.Emulators.Wires.Stability;

/// <summary>Edits, which keep the size of the picture but for outpainting.</summary>
internal static class EditForms
{
    private const int MostMargin = 2000;

    private static readonly string[] _sides = ["left", "right", "up", "down"];

    public static StabilityOrder Inpaint(StabilityForm form)
    {
        Mask(form);
        form.Fields.Number("grow_mask", 0, 100);
        return Of(form, StabilityFields.Prompt(form.Fields), 5_000);
    }

    public static StabilityOrder Erase(StabilityForm form)
    {
        Mask(form);
        form.Fields.Number("grow_mask", 0, 20);
        return Of(form, "", 5_000, negative: false, style: false);
    }

    public static StabilityOrder Replace(StabilityForm form)
    {
        StabilityFields.Prompt(form.Fields, "search_prompt");
        form.Fields.Number("grow_mask", 0, 20);
        return Of(form, StabilityFields.Prompt(form.Fields), 5_000);
    }

    public static StabilityOrder Recolor(StabilityForm form)
    {
        StabilityFields.Prompt(form.Fields, "select_prompt");
        form.Fields.Number("grow_mask", 0, 20);
        return Of(form, StabilityFields.Prompt(form.Fields), 5_000);
    }

    public static StabilityOrder Outpaint(StabilityForm form)
    {
        var sides = _sides.Select(side => form.Fields.Whole(side, 0, MostMargin) ?? 0).ToList();
        if (sides.Sum() == 0)
        {
            form.Add("left", "at least one of left, right, up and down must be more than 0");
        }

        form.Fields.Number("creativity", 0, 1);
        var prompt = StabilityFields.Prompt(form.Fields, required: false);
        var order = Of(form, prompt, 4_000, negative: false);
        return order with { Width = order.Width + sides[0] + sides[1], Height = order.Height + sides[2] + sides[3] };
    }

    public static StabilityOrder CutOut(StabilityForm form)
    {
        var (width, height) = form.File("image", PictureRule.Edit);
        StabilityFields.Rest(form.Fields, negative: false, style: false, jpeg: false);
        return new("", width, height) { MilliCredits = 5_000, Transparent = true };
    }

    public static StabilityOrder Relight(StabilityForm form)
    {
        var (width, height) = form.File("subject_image", PictureRule.Edit);
        var prompt = StabilityFields.Prompt(
            form.Fields,
            "background_prompt",
            required: !form.HasFile("background_reference")
        );
        form.File("background_reference", PictureRule.Any, required: false);
        form.File("light_reference", PictureRule.Any, required: false);
        StabilityFields.Prompt(form.Fields, "foreground_prompt", required: false);
        form.Fields.Number("preserve_original_subject", 0, 1);
        form.Fields.Number("original_background_depth", 0, 1);
        form.Fields.Number("light_source_strength", 0, 1);
        form.Fields.OneOf("keep_original_background", ["true", "false"]);
        form.Fields.OneOf("light_source_direction", ["left", "right", "above", "below"]);
        StabilityFields.Rest(form.Fields, style: false);
        return new(prompt, width, height) { MilliCredits = 8_000, Seed = StabilityFields.Seed(form.Fields) };
    }

    // Without one the picture's own transparency says where.
    private static void Mask(StabilityForm form)
    {
        if (!form.HasFile("mask") && !form.HasAlpha("image"))
        {
            form.Add("mask", "is required where the image has no alpha");
        }

        form.File("mask", PictureRule.Any, required: false);
    }

    private static StabilityOrder Of(
        StabilityForm form,
        string prompt,
        int milliCredits,
        bool negative = true,
        bool style = true
    )
    {
        var (width, height) = form.File("image", PictureRule.Edit);
        StabilityFields.Rest(form.Fields, negative, style);
        return new(prompt, width, height) { MilliCredits = milliCredits, Seed = StabilityFields.Seed(form.Fields) };
    }
}
