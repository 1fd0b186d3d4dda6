using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Core.Tests.Catalogue;
using Atelier.Emulators.Engine;

namespace Atelier.Providers.Tests.OpenAi.Shapes;

/// <summary>The shapes that OpenAI publishes for pictures, and what was sent held against them.</summary>
internal static class ImageShapes
{
    private static readonly string[] Numbers = ["n", "output_compression", "partial_images", "frame_count"];

    private static readonly Lazy<Shape> All = new(() =>
        new Shape(
            (JsonObject)
                JsonNode.Parse(
                    File.ReadAllText(
                        ShippedCatalogue.PathOf("../tests/Atelier.Providers.Tests/OpenAi/Shapes/images.schema.json")
                    )
                )!
        )
    );

    /// <summary>Asserts that each paid call has the shape of its address.</summary>
    public static void AssertFit(IEnumerable<ReceivedCall> calls)
    {
        foreach (var call in calls.Where(call => call.Method == "POST"))
        {
            Assert.Empty(
                call.Path switch
                {
                    "/v1/images/generations" => ProblemsOf("generation", JsonNode.Parse(call.Body!)),
                    "/v1/images/edits" => ProblemsOf("edit", Read(call.Parts)),
                    _ => [],
                }
            );
        }
    }

    public static IReadOnlyList<string> ProblemsOf(string definition, JsonNode? body) =>
        All.Value.ProblemsOf(definition, body);

    private static JsonObject Read(IReadOnlyList<ReceivedPart> parts)
    {
        var form = new JsonObject();
        foreach (var part in parts)
        {
            if (part.FileName is null)
            {
                form.Add(part.Name, ValueOf(part.Name, part.Text!));
                continue;
            }

            var files = form[part.Name] as JsonArray ?? [];
            files.Add(new JsonObject { ["type"] = part.ContentType, ["length"] = part.Length });
            form[part.Name] = files;
        }

        return form;
    }

    // All of a form is text.
    private static JsonNode ValueOf(string name, string text) =>
        Numbers.Contains(name) && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : name == "stream" && bool.TryParse(text, out var flag) ? flag
        : text;
}
