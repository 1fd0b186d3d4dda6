using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>Requests that work as they stand, for the doors that paint. A test sends each of them.</summary>
internal static class DoorExamples
{
    private static readonly Dictionary<string, (string Name, string Summary, string Body)[]> Bodies = new()
    {
        ["CreateImage"] =
        [
            (
                "simple",
                "A picture from a prompt",
                """{"prompt": "a calm lake in the mountains at sunset", "size": "1024x768"}"""
            ),
            (
                "addresses",
                "Two drafts by address, as JPEG",
                """
                {"prompt": "a lighthouse in fog", "n": 2, "quality": "low", "output_format": "jpeg", "response_format": "url"}
                """
            ),
        ],
        ["CreateImageUrl"] =
        [
            (
                "card",
                "A card of a page, for browsers",
                """{"width": 640, "height": 360, "fit": "cover", "format": "auto"}"""
            ),
            ("hour", "The original, for an hour", """{"expires_in": 3600}"""),
        ],
        ["CreateTicket"] = [("events", "For the events of a generation", """{"purpose": "events"}""")],
        ["CreateWebhook"] =
        [
            (
                "ends",
                "What became of pictures",
                """{"url": "https://example.com/hooks", "events": ["generation.completed", "generation.failed"]}"""
            ),
        ],
        ["SetPolicy"] =
        [
            (
                "switch",
                "A style off, a category on",
                """{"styles": {"ghibli": false}, "categories": {"personal_info": true}}"""
            ),
        ],
        ["CreateAccount"] =
        [
            (
                "paid",
                "An account with the credits and limits of paid ones",
                """{"name": "Ann", "email": "ann@example.com", "tier": "paid"}"""
            ),
        ],
        ["BookCredits"] =
        [
            ("give", "Credits that never lapse", """{"amount": 100, "reason": "a gift for the launch"}"""),
            ("take", "Credits back", """{"amount": -2.5, "reason": "booked by mistake"}"""),
        ],
        ["CreateKey"] =
        [
            (
                "site",
                "A key for a year that makes pictures and reads them",
                """{"name": "site", "scopes": ["generate"], "expires_in_seconds": 31536000}"""
            ),
        ],
        ["AddKnownPicture"] =
        [
            ("hash", "A picture by its hash", """{"hash": "9f3a6c01d2e4b587", "label": "the poster of a film"}"""),
        ],
        ["RotateKey"] = [("day", "The old secret works for another day", """{"overlap_seconds": 86400}""")],
        ["RouteRequest"] =
        [
            (
                "simple",
                "Where a picture from a prompt would be made",
                """{"prompt": "a calm lake in the mountains at sunset", "style": "illustration", "aspect_ratio": "16:9"}"""
            ),
            ("named", "By a model that is named", """{"prompt": "a lighthouse in fog", "model": "local-painter"}"""),
        ],
        ["QuoteRequest"] =
        [
            ("four", "What four pictures would cost and take", """{"prompt": "a lighthouse in fog", "n": 4}"""),
        ],
        ["SimulateRequests"] =
        [
            (
                "prices",
                "A mix of two models, by the prices of an older list",
                """
                {"mix": {"requests": 5000, "parts": [{"share": 0.8, "request": {"model": "flux1"}}, {"share": 0.2, "request": {"model": "sdxl"}}]},
                 "price_version": "seed", "providers": ["all"]}
                """
            ),
            (
                "past",
                "What the last 30 days would cost in the next year",
                """{"traffic": {"most": 1000}, "today": "2027-01-15"}"""
            ),
        ],
        ["GenerateDeckImage"] =
        [
            (
                "photo",
                "A photo for half a slide",
                """
                {"prompt": "a lighthouse in fog", "presentationId": "deck-1", "slideId": "slide-1", "elementId": "picture-1",
                 "context": {"presentationTitle": "The coast", "slideIndex": 0},
                 "config": {"style": "photo", "aspectRatio": "custom", "quality": "draft"},
                 "constraints": {"gridWidth": 6, "gridHeight": 8}}
                """
            ),
        ],
        ["StartPhotoTask"] =
        [
            (
                "oil",
                "A photo as an oil painting",
                """{"sessionId": "6f1c2a34-5b6d-4e7f-8a90-1b2c3d4e5f60", "style": "oil", "customPrompt": "warm evening light"}"""
            ),
        ],
        ["CreateGeneration"] =
        [
            (
                "simple",
                "A picture from a prompt",
                """{"prompt": "a calm lake in the mountains at sunset", "aspect_ratio": "16:9"}"""
            ),
            (
                "repeatable",
                "The same picture each time, in the background",
                """
                {"prompt": "a lighthouse in fog", "negative_prompt": "people", "quality": "draft", "seed": 7, "priority": "background"}
                """
            ),
        ],
    };

    public static void Add(OpenApiOperation operation)
    {
        if (
            !Bodies.TryGetValue(operation.OperationId!, out var examples)
            || operation.RequestBody?.Content?["application/json"] is not OpenApiMediaType json
        )
        {
            return;
        }

        json.Examples = examples.ToDictionary(
            example => example.Name,
            IOpenApiExample (example) =>
                new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Body) }
        );
    }
}
