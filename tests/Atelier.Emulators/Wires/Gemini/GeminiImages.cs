using System.Text.Json.Nodes;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Gemini;

/// <summary><c>/v1beta/models/{model}:generateContent</c>.</summary>
internal static class GeminiImages
{
    private const string Method = ":generateContent";

    public static Prepared Generate(WireRequest request)
    {
        var problems = new List<Problem>();
        var model = FindModel(request, problems);
        var fields = request.Json(problems, nullIsAbsent: false);
        var order = fields is null ? null : GeminiFields.Read(fields, model);
        // A model that is gone is no mistake in the request.
        request.Violate(problems.Where(problem => problem.Code != Problem.ModelNotFound));
        if (GeminiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        if (problems.Count > 0 || order is null)
        {
            return new Prepared(order?.Prompt ?? "", _ => GeminiErrors.Invalid(problems[0]));
        }

        return WordRules.Find(order.Prompt).Count > 0
            ? new Prepared(order.Prompt, _ => Block(request, order))
            : new Prepared(
                order.Prompt,
                fault => Create(request, order, new(request.Id, request.Operation, request.Now, fault))
            );
    }

    private static GeminiModel? FindModel(WireRequest request, List<Problem> problems)
    {
        if (!request.Target.EndsWith(Method, StringComparison.Ordinal))
        {
            problems.Add(new Problem("", $"Unknown method: {request.Target}."));
            return null;
        }

        var id = request.Target[..^Method.Length];
        var model = GeminiModel.Find(id);
        if (model is null)
        {
            problems.Insert(0, new Problem("model", $"models/{id} is not found.", Problem.ModelNotFound));
        }

        return model;
    }

    private static Reply Block(WireRequest request, GeminiOrder order)
    {
        Charge(request, order.BlockedNanoDollars, order.PromptTokens, pictures: 0);
        return GeminiErrors.Blocked(order.PromptTokens);
    }

    private static Reply Create(WireRequest request, GeminiOrder order, EmulatedTask task)
    {
        var image = order.Model.TokensOf(order.Size);
        Charge(request, order.NanoDollars, order.PromptTokens + image + order.Thoughts, pictures: 1);
        var reply = new Reply(200, "application/json", [JsonText.Write(Answer(request, order, image))]);
        request.Run.Tasks.Add(task);
        return reply with { Until = task };
    }

    private static JsonObject Answer(WireRequest request, GeminiOrder order, int image) =>
        new()
        {
            ["candidates"] = new JsonArray(
                new JsonObject
                {
                    ["content"] = new JsonObject { ["parts"] = Parts(request, order), ["role"] = "model" },
                    ["finishReason"] = "STOP",
                    ["index"] = 0,
                    ["safetyRatings"] = new JsonArray(),
                }
            ),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = order.PromptTokens,
                ["candidatesTokenCount"] = image,
                ["totalTokenCount"] = order.PromptTokens + image + order.Thoughts,
                ["thoughtsTokenCount"] = order.Thoughts,
                ["promptTokensDetails"] = new JsonArray(
                    new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = order.PromptTokens }
                ),
                ["candidatesTokensDetails"] = new JsonArray(
                    new JsonObject { ["modality"] = "IMAGE", ["tokenCount"] = image }
                ),
            },
            ["modelVersion"] = order.Model.Id,
            ["responseId"] = request.Id,
        };

    // Drafts of thoughts come before the picture, and words where they are let.
    private static JsonArray Parts(WireRequest request, GeminiOrder order)
    {
        var parts = new JsonArray();
        if (order.Thoughts > 0)
        {
            parts.Add(new JsonObject { ["text"] = "A fox, then.", ["thought"] = true });
            parts.Add(Picture(request, order, "thought", isThought: true));
        }

        if (order.Speaks)
        {
            parts.Add(new JsonObject { ["text"] = "Here it is." });
        }

        parts.Add(Picture(request, order, "0", isThought: false));
        return parts;
    }

    private static JsonObject Picture(WireRequest request, GeminiOrder order, string part, bool isThought)
    {
        var (width, height) = order.Pixels;
        var file = request.Paint(request.Id, part, width, height, transparent: false);
        var json = new JsonObject
        {
            ["inlineData"] = new JsonObject { ["mimeType"] = "image/png", ["data"] = Convert.ToBase64String(file) },
        };
        json[isThought ? "thought" : "thoughtSignature"] = isThought ? true : Convert.ToBase64String(new byte[96]);
        return json;
    }

    private static void Charge(WireRequest request, long nanos, int tokens, int pictures) =>
        request.Run.Bill.Charge(
            new BillLine(request.Id, request.Call, request.Operation, request.Now, nanos, tokens, "token", pictures)
        );
}
