using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>Reads the body of a job by the shape of its endpoint.</summary>
internal static class LegNextFields
{
    private const int MostText = 8192;
    private const int MostUrl = 1024;
    private const int MostEdge = 16_384;

    /// <summary>The order; only to be used when no problem was found.</summary>
    public static LegNextOrder Read(FieldCheck fields, LegNextShape shape, TaskBoard jobs, List<Problem> problems)
    {
        var parent = ReadParent(fields, shape, jobs);
        var (prompt, flags) = ReadPrompt(fields, shape, parent, problems);
        if (shape.Has(Takes.ImgUrl) && fields.Text("imgUrl", 1, MostUrl, required: true) is { } url && !IsWeb(url))
        {
            fields.Add("imgUrl", "imgUrl must be a public http or https URL.");
        }

        // Types 2 and 3 belong to versions that are gone.
        var type = shape.Has(Takes.Type) ? fields.Whole("type", 0, 1, required: true) : null;
        if (shape.Has(Takes.Direction))
        {
            fields.Whole("direction", 0, 3, required: true);
        }

        if (shape.Has(Takes.Mode))
        {
            fields.Whole("mode", 0, 1, required: true);
        }

        if (shape.MostScale is { } most)
        {
            fields.Number("scale", 1.1, most, required: true);
        }

        var canvas = shape.Has(Takes.Canvas) ? ReadCanvas(fields) : null;
        if (shape.Has(Takes.Mask | Takes.MaskRequired))
        {
            MaskCheck.Read(fields, shape.Has(Takes.MaskRequired));
        }

        var callback = ReadCallback(fields);
        fields.Close();
        return new LegNextOrder(shape)
        {
            Prompt = prompt,
            Flags = flags,
            Parent = parent,
            Type = type,
            Callback = callback,
            Canvas = canvas,
        };
    }

    private static LegNextJob? ReadParent(FieldCheck fields, LegNextShape shape, TaskBoard jobs)
    {
        if (!shape.Has(Takes.JobId))
        {
            return null;
        }

        var id = fields.Text("jobId", 1, required: true);
        var image = shape.Has(Takes.ImageNo) ? fields.Whole("imageNo", 0, 3, required: true) : null;
        if (id is null)
        {
            return null;
        }

        var parent = jobs.Find(id) as LegNextJob;
        if (parent is not { Stage: TaskStage.Done, Vanished: false })
        {
            fields.Add("jobId", $"There is no completed job '{id}'.");
            return null;
        }

        if (image >= parent.Shape.Pictures)
        {
            fields.Add("imageNo", $"Job '{id}' has {parent.Shape.Pictures} image(s), counted from 0.");
        }

        if (shape.Name == "enhance" && !parent.Flags.Draft)
        {
            fields.Add("jobId", "enhance needs a job made with --v 7 --draft.");
        }

        return parent;
    }

    private static (string Prompt, MidjourneyFlags Flags) ReadPrompt(
        FieldCheck fields,
        LegNextShape shape,
        LegNextJob? parent,
        List<Problem> problems
    )
    {
        var inherited = parent is null ? new MidjourneyFlags() : parent.Flags with { Seed = null };
        if (shape.Has(Takes.Text))
        {
            var text = fields.Text("text", 1, MostText, required: true);
            return text is null ? ("", inherited) : (text, new FlagParser("text", problems).Parse(text));
        }

        if (!shape.Has(Takes.Remix | Takes.RemixRequired))
        {
            return ("", shape.Name == "reroll" ? inherited : inherited with { Draft = false });
        }

        var remix = fields.Text("remixPrompt", 1, MostText, shape.Has(Takes.RemixRequired));
        var flags = remix is null ? inherited : new FlagParser("remixPrompt", problems).Parse(remix);
        flags = flags with { Turbo = flags.Turbo || inherited.Turbo, Draft = false };
        return remix?.Contains("--ar ", StringComparison.Ordinal) == true
            ? (remix, flags)
            : (remix ?? "", flags with { AspectWidth = inherited.AspectWidth, AspectHeight = inherited.AspectHeight });
    }

    private static (int Width, int Height)? ReadCanvas(FieldCheck fields)
    {
        var canvas = fields.Object("canvas", required: true);
        var width = canvas?.Whole("width", 1, MostEdge, required: true);
        var height = canvas?.Whole("height", 1, MostEdge, required: true);
        canvas?.Close();
        var position = fields.Object("imgPos", required: true);
        position?.Whole("width", 1, MostEdge, required: true);
        position?.Whole("height", 1, MostEdge, required: true);
        position?.Whole("x", -MostEdge, MostEdge, required: true);
        position?.Whole("y", -MostEdge, MostEdge, required: true);
        position?.Close();
        return width is { } w && height is { } h ? (w, h) : null;
    }

    private static Uri? ReadCallback(FieldCheck fields)
    {
        if (fields.Text("callback", 1) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsWeb(text))
        {
            fields.Add("callback", "callback must be an http or https URL.");
            return null;
        }

        if (!CallbackSender.IsAllowed(url))
        {
            fields.Add("callback", "The emulator calls back loopback addresses only, such as http://127.0.0.1:PORT/.");
        }

        return url;
    }

    private static bool IsWeb(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");
}
