using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>The fields that generations and edits share.</summary>
internal static class ImagesFields
{
    private const int MostPrompt = 32_000;
    private const int MostPictures = 10;

    /// <summary>The call; only to be used when no problem was found.</summary>
    public static ImagesCall Read(FieldCheck fields, DateTimeOffset now)
    {
        var prompt = fields.Text("prompt", 1, MostPrompt, required: true) ?? "";
        var model = ReadModel(fields, now);
        var family = model?.Family ?? OpenAiFamily.V26;
        var (width, height) = ImageSize.Parse(fields.Text("size") ?? "auto", family, out var problem);
        if (problem is not null)
        {
            fields.Add("size", problem);
        }

        var quality = fields.OneOf("quality", Qualities(family)) ?? "auto";
        var format = ReadFormat(fields, family);
        var background = fields.OneOf("background", ["auto", "opaque", "transparent"]) ?? "auto";
        if (background == "transparent" && format is not ("png" or "webp"))
        {
            fields.Add("background", "Transparent background needs output_format png or webp.");
        }

        fields.OneOf("moderation", ["auto", "low"]);
        fields.Text("user");
        fields.Text("safety_identifier");
        var stream = fields.Flag("stream") ?? false;
        var partials = fields.Whole("partial_images", 0, 3);
        if (partials is not null && !stream)
        {
            fields.Add("partial_images", "partial_images is for streaming only.");
        }

        if (family == OpenAiFamily.V26)
        {
            fields.OneOf("complexity", ["low", "medium", "high"]);
        }

        return new ImagesCall(model!, prompt, fields.Whole("n", 1, MostPictures) ?? 1, width, height)
        {
            Quality = quality != "auto" ? quality : "medium",
            Background = background == "transparent" ? background : "opaque",
            Format = format,
            Stream = stream,
            Partials = partials ?? 0,
        };
    }

    private static OpenAiModel? ReadModel(FieldCheck fields, DateTimeOffset now)
    {
        if (fields.Text("model", required: true) is not { } id)
        {
            return null;
        }

        var model = OpenAiModel.Find(id, now);
        if (model is null)
        {
            fields.Add(
                "model",
                $"The model '{id}' does not exist or you do not have access to it.",
                Problem.ModelNotFound
            );
        }

        return model;
    }

    private static string[] Qualities(OpenAiFamily family) =>
        family >= OpenAiFamily.V25
            ? ["auto", "low", "medium", "high", "xhigh", "max"]
            : ["auto", "low", "medium", "high"];

    private static string ReadFormat(FieldCheck fields, OpenAiFamily family)
    {
        string[] formats = family == OpenAiFamily.V26 ? ["png", "jpeg", "webp", "gif", "svg"] : ["png", "jpeg", "webp"];
        var format = fields.OneOf("output_format", formats) ?? "png";
        if (fields.Whole("output_compression", 0, 100) is not null && format is not ("jpeg" or "webp"))
        {
            fields.Add("output_compression", "output_compression is for jpeg and webp only.");
        }

        if (format == "gif")
        {
            // Frames need an account with preview access, and this one has none.
            fields.Whole("frame_count", 2, 16);
            fields.Whole("frame_duration_ms", 20, 655_350);
            fields.Add("output_format", "Your organization does not have GIF preview access.");
        }

        return format;
    }
}
