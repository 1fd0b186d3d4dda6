using System.Text.Json;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.ComfyUi;

/// <summary>A workflow that was checked: nodes with a class and inputs, ties to nodes that are there, files that were uploaded.</summary>
internal sealed record ComfyGraph(
    JsonElement Nodes,
    string Words,
    int Pictures,
    (int Width, int Height) Size,
    string? MissingModel
)
{
    // Of the usual networks that enlarge.
    private const int UpscaleFactor = 4;

    public static ComfyGraph? Read(JsonElement graph, WireRun run, List<Problem> problems)
    {
        if (graph.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem("prompt", "prompt must be a workflow."));
            return null;
        }

        var (text, pictures, size, factor, missing) = ("", 1, (Width: 512, Height: 512), 1, (string?)null);
        foreach (var node in graph.EnumerateObject())
        {
            if (
                node.Value.ValueKind != JsonValueKind.Object
                || !node.Value.TryGetProperty("class_type", out var type)
                || !node.Value.TryGetProperty("inputs", out var inputs)
            )
            {
                problems.Add(new Problem(node.Name, "A node has class_type and inputs."));
                continue;
            }

            foreach (var input in inputs.EnumerateObject())
            {
                if (
                    input.Value.ValueKind == JsonValueKind.Array
                    && !(
                        input.Value.GetArrayLength() == 2
                        && graph.TryGetProperty(input.Value[0].GetString() ?? "", out _)
                    )
                )
                {
                    problems.Add(new Problem($"{node.Name}.{input.Name}", "It is tied to a node that is not there."));
                }
            }

            switch (type.GetString())
            {
                case "CLIPTextEncode":
                    text += Text(inputs, "text", node.Name, problems) + "\n";
                    break;
                case "EmptyLatentImage":
                    pictures = Whole(inputs, "batch_size", 1, 16, node.Name, problems);
                    size = (
                        Whole(inputs, "width", 16, 16384, node.Name, problems),
                        Whole(inputs, "height", 16, 16384, node.Name, problems)
                    );
                    break;
                case "KSampler":
                    Whole(inputs, "seed", 0, uint.MaxValue, node.Name, problems);
                    Whole(inputs, "steps", 1, 10_000, node.Name, problems);
                    break;
                case "LoadImage" or "LoadImageMask":
                    var name = Text(inputs, "image", node.Name, problems);
                    if (!ComfyUploads.Of(run).TryGetValue(name, out var file))
                    {
                        problems.Add(new Problem($"{node.Name}.image", $"{name} was not uploaded."));
                    }
                    else if (type.GetString() == "LoadImage" && Png.ReadHeader(file) is { } header)
                    {
                        size = (header.Width, header.Height);
                    }

                    break;
                case "UpscaleModelLoader":
                    Text(inputs, "model_name", node.Name, problems);
                    break;
                case "ImageUpscaleWithModel":
                    factor = UpscaleFactor;
                    break;
                case "CheckpointLoaderSimple"
                    when Text(inputs, "ckpt_name", node.Name, problems) == "missing.safetensors":
                    missing = node.Name;
                    break;
                default:
                    break;
            }
        }

        return new ComfyGraph(graph, text, pictures, (size.Width * factor, size.Height * factor), missing);
    }

    private static string Text(JsonElement inputs, string name, string node, List<Problem> problems)
    {
        if (inputs.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        problems.Add(new Problem($"{node}.{name}", $"{name} must be a text."));
        return "";
    }

    private static int Whole(
        JsonElement inputs,
        string name,
        long least,
        long most,
        string node,
        List<Problem> problems
    )
    {
        if (
            inputs.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            && number >= least
            && number <= most
        )
        {
            return (int)Math.Min(number, int.MaxValue);
        }

        problems.Add(new Problem($"{node}.{name}", $"{name} must be a whole number from {least} to {most}."));
        return 1;
    }
}
