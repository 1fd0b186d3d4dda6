using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Bodies of the presentation doors, of which single fields can be put and taken away by path.</summary>
internal sealed class DeckBody
{
    private readonly JsonObject _json;

    private DeckBody(string json) => _json = JsonNode.Parse(json)!.AsObject();

    /// <summary>A small draft for half a slide, with every field that must be there.</summary>
    public static DeckBody Generate() =>
        new(
            $$"""
            {
              "prompt": {{JsonSerializer.Serialize(Bodies.Prompt)}},
              "presentationId": "deck-1", "slideId": "slide-1", "elementId": "element-1",
              "context": {"presentationTitle": "Lakes", "slideIndex": 0},
              "config": {"style": "photo", "aspectRatio": "custom", "quality": "draft"},
              "constraints": {"gridWidth": 6, "gridHeight": 6}
            }
            """
        );

    /// <summary>The names of an element, and these fields.</summary>
    public static DeckBody Placed(string fields) =>
        new($$"""{"presentationId": "deck-1", "slideId": "slide-1", "elementId": "element-1", {{fields}}}""");

    /// <summary>The same with a value at a path such as <c>config.style</c>.</summary>
    public DeckBody With(string path, string json)
    {
        var parts = path.Split('.');
        var at = _json;
        foreach (var part in parts[..^1])
        {
            at[part] ??= new JsonObject();
            at = at[part]!.AsObject();
        }

        at[parts[^1]] = JsonNode.Parse(json);
        return this;
    }

    /// <summary>The same without the field at a path.</summary>
    public DeckBody Without(string path)
    {
        var parts = path.Split('.');
        var at = parts[..^1].Aggregate(_json, (inside, part) => inside[part]!.AsObject());
        Assert.True(at.Remove(parts[^1]), path);
        return this;
    }

    public static implicit operator string(DeckBody body) => body._json.ToJsonString();

    public override string ToString() => this;
}
