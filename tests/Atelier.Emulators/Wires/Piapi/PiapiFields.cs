using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary>Reads the body of a task by the shape of its model and task.</summary>
internal sealed class PiapiFields(WireRequest request, PiapiUploads uploads, List<Problem> problems)
{
    private const int MostText = 8192;
    private const int MostUrl = 2048;
    private const int MostEdge = 4096;
    private const int MostSteps = 50;

    private static readonly string[] Ratios = ["1:1", "4:3", "3:2", "16:9", "9:16", "2:3", "3:4", "4:5", "5:4", "21:9"];

    /// <summary>The order; only to be used when no problem was found.</summary>
    public PiapiOrder? Read(FieldCheck fields)
    {
        var model = fields.Text("model", 1, required: true);
        var task = fields.Text("task_type", 1, required: true);
        var shape = PiapiShape.All.FirstOrDefault(shape => shape.Model == model && shape.TaskType == task);
        if (shape is null)
        {
            problems.Add(new Problem("model", $"model '{model}' with task_type '{task}' is not supported"));
            return null;
        }

        var input = fields.Take("input", required: true);
        var inside = input is { } value ? fields.Inside(value, "input") : null;
        if (input is null || inside is null)
        {
            return null;
        }

        var (callback, secret) = ReadConfig(fields);
        fields.Close();
        var order = ReadInput(inside, shape) with { Input = input.Value, Callback = callback, Secret = secret };
        inside.Close();
        return order;
    }

    private PiapiOrder ReadInput(FieldCheck input, PiapiShape shape)
    {
        var order = new PiapiOrder(shape);
        if (shape.Has(Takes.Prompt))
        {
            order = order with { Prompt = input.Text("prompt", 1, MostText, required: true) ?? "" };
        }

        ReadWords(input, shape);
        if (shape.Has(Takes.Image))
        {
            order = order with { Size = ReadImage(input, shape) };
        }

        if (shape.Has(Takes.Room))
        {
            order = order with { Size = ReadRoom(input, order.Size) };
        }

        if (shape.Has(Takes.Size))
        {
            order = order with { Size = ReadSize(input, shape) };
        }

        if (shape.Has(Takes.Scale))
        {
            var scale = input.Whole("scale", 2, 10, required: true) ?? 2;
            input.Flag("face_enhance");
            order = order with { Size = (order.Size.Width * scale, order.Size.Height * scale) };
        }

        return ReadTier(input, shape, order) with
        {
            Pictures = shape.Has(Takes.Batch) ? input.Whole("batch_size", 1, 4) ?? 1 : 1,
        };
    }

    private static void ReadWords(FieldCheck input, PiapiShape shape)
    {
        if (shape.Has(Takes.Negative))
        {
            input.Text("negative_prompt", 0, MostText);
        }

        if (shape.Has(Takes.Guidance))
        {
            input.Number("guidance_scale", 1.5, 5);
        }

        if (shape.Has(Takes.Seed))
        {
            input.Number("seed", -1, uint.MaxValue);
        }

        if (shape.Has(Takes.Steps))
        {
            input.Whole("steps", 1, MostSteps);
        }

        if (shape.Has(Takes.FlowShift))
        {
            input.Number("flow_shift", 1, 10);
        }

        if (shape.Has(Takes.Denoise))
        {
            input.Number("denoise", 0, 1);
        }
    }

    private (int Width, int Height) ReadImage(FieldCheck input, PiapiShape shape)
    {
        var file = Find(input, "image", input.Text("image", 1, MostUrl, required: true));
        if (shape.Has(Takes.Mask))
        {
            var mask = input.Text("mask", 1, MostUrl);
            Find(input, "mask", mask);
            if (mask is null && file is not { Alpha: true })
            {
                input.Add("image", "Where to paint must be said: by holes of the picture, or by a mask.");
            }
        }

        return file is { } known ? (known.Width, known.Height) : (1024, 1024);
    }

    private (int Width, int Height, bool Alpha)? Find(FieldCheck input, string name, string? url)
    {
        if (url is null)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            input.Add(name, $"{name} must be a public http or https URL.");
            return null;
        }

        var own = url.StartsWith($"{request.BaseUrl}/ephemeral/", StringComparison.Ordinal);
        var file = own ? uploads.Find(url) : null;
        if (own && file is null)
        {
            input.Add(name, "There is no such upload.");
        }

        return file;
    }

    private static (int Width, int Height) ReadSize(FieldCheck input, PiapiShape shape)
    {
        var width = input.Whole("width", 64, MostEdge, required: true) ?? 1024;
        var height = input.Whole("height", 64, MostEdge, required: true) ?? 1024;
        if ((long)width * height > shape.MostPixels)
        {
            input.Add("width", $"width * height must be at most {shape.MostPixels}.");
        }

        return (width, height);
    }

    private static (int Width, int Height) ReadRoom(FieldCheck input, (int Width, int Height) source)
    {
        var items = input.Items("custom_settings", 1, 1, required: true);
        if (items is not [var only] || input.Inside(only, "custom_settings[0]") is not { } room)
        {
            return source;
        }

        room.OneOf("setting_type", ["outpaint"], required: true);
        int Of(string side) => room.Whole($"outpaint_{side}", 0, MostEdge, required: true) ?? 0;
        var (width, height) = (Of("left") + Of("right"), Of("top") + Of("bottom"));
        if (width + height == 0)
        {
            room.Add("outpaint_left", "There is nothing to paint.");
        }

        room.Close();
        return (source.Width + width, source.Height + height);
    }

    private PiapiOrder ReadTier(FieldCheck input, PiapiShape shape, PiapiOrder order)
    {
        if (!shape.Has(Takes.Resolution | Takes.SizeName))
        {
            return order;
        }

        foreach (var item in input.Items(InputList, 0, shape.MostImages) ?? [])
        {
            Find(input, InputList, item.ValueKind == System.Text.Json.JsonValueKind.String ? item.GetString() : "");
        }

        var google = shape.Has(Takes.Resolution);
        var tier = google
            ? input.OneOf("resolution", ["1K", "2K", "4K"]) ?? "1K"
            : input.OneOf("size", ["2K", "3K"]) ?? "2K";
        var ratio = input.OneOf("aspect_ratio", google ? Ratios : Ratios[..^1]) ?? "1:1";
        input.OneOf("output_format", ["png", "jpeg"]);
        if (google)
        {
            input.OneOf("safety_level", ["low", "medium", "high"]);
        }

        var side = 1024 * (tier[0] - '0');
        return order with { Tier = tier, Size = SizeOf(ratio, side) };
    }

    private const string InputList = "image_urls";

    private static (int Width, int Height) SizeOf(string ratio, int side)
    {
        var parts = ratio.Split(':').Select(int.Parse).ToArray();
        var root = Math.Sqrt((double)parts[0] / parts[^1]);
        return ((int)Math.Round(side * root), (int)Math.Round(side / root));
    }

    private static (Uri? Callback, string? Secret) ReadConfig(FieldCheck fields)
    {
        if (fields.Object("config") is not { } config)
        {
            return (null, null);
        }

        config.OneOf("service_mode", ["public", "private"]);
        var webhook = config.Object("webhook_config");
        var text = webhook?.Text("endpoint", 1, required: true);
        var secret = webhook?.Text("secret", 0);
        webhook?.Close();
        config.Close();
        if (text is null)
        {
            return (null, null);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !CallbackSender.IsAllowed(url))
        {
            fields.Add("config", "The emulator calls back loopback addresses only, such as http://127.0.0.1:PORT/.");
            return (null, null);
        }

        return (url, secret);
    }
}
