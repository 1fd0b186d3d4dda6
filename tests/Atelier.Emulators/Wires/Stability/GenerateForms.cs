namespace Atelier.Emulators.Wires.Stability;

/// <summary>New pictures: core, ultra and the variants of Stable Diffusion 3.5.</summary>
internal static class GenerateForms
{
    private static readonly Dictionary<string, int> _variants = new()
    {
        ["sd3.5-large"] = 6_500,
        ["sd3.5-large-turbo"] = 4_000,
        ["sd3.5-medium"] = 3_500,
        ["sd3.5-flash"] = 2_500,
    };

    public static StabilityOrder Core(StabilityForm form)
    {
        var prompt = StabilityFields.Prompt(form.Fields);
        var (width, height) = StabilityFields.Ratio(form.Fields, 1.5);
        StabilityFields.Rest(form.Fields);
        return new(prompt, width, height) { MilliCredits = 3_000, Seed = StabilityFields.Seed(form.Fields) };
    }

    public static StabilityOrder Ultra(StabilityForm form)
    {
        var prompt = StabilityFields.Prompt(form.Fields);
        var (width, height) = StabilityFields.Ratio(form.Fields, 1);
        Picture(form, required: false);
        StabilityFields.Rest(form.Fields);
        return new(prompt, width, height) { MilliCredits = 8_000, Seed = StabilityFields.Seed(form.Fields) };
    }

    public static StabilityOrder Diffusion(StabilityForm form)
    {
        var fields = form.Fields;
        var prompt = StabilityFields.Prompt(fields);
        var model = fields.OneOf("model", [.. _variants.Keys]) ?? "sd3.5-large";
        fields.Number("cfg_scale", 1, 10);
        var fromPicture = fields.OneOf("mode", ["text-to-image", "image-to-image"]) == "image-to-image";
        if (fromPicture && fields.Has("aspect_ratio"))
        {
            fields.Add("aspect_ratio", "aspect_ratio: is for text-to-image only");
        }

        var size = StabilityFields.Ratio(fields, 1);
        if (fromPicture)
        {
            size = Picture(form, required: true);
        }

        var turbo = model == "sd3.5-large-turbo";
        if (turbo && fields.Has("negative_prompt"))
        {
            fields.Add("negative_prompt", "negative_prompt: is not for this model");
        }

        StabilityFields.Rest(fields);
        return new(prompt, size.Width, size.Height)
        {
            MilliCredits = _variants.GetValueOrDefault(model),
            Seed = StabilityFields.Seed(fields),
        };
    }

    // A picture and its strength come together.
    private static (int Width, int Height) Picture(StabilityForm form, bool required)
    {
        var given = form.HasFile("image");
        var size = form.File("image", PictureRule.Any, required);
        var strength = form.Fields.Number("strength", 0, 1, required || given);
        if (strength is not null && !given && !required)
        {
            form.Add("strength", "needs an image");
        }

        return size;
    }
}
