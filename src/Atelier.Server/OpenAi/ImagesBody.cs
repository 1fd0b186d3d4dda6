using Atelier.Core.Requests;

namespace Atelier.Server.OpenAi;

/// <summary>What <c>POST /v1/images/generations</c> takes: OpenAI's fields, and some of ours.</summary>
internal sealed class ImagesBody
{
    /// <summary>What the picture shows; 1 to 4,000 characters.</summary>
    public string? Prompt { get; set; }

    /// <summary>Id or alias of a model; without it, or with auto, the router chooses.</summary>
    public string? Model { get; set; }

    /// <summary>Pictures, 1 to 10.</summary>
    public int? N { get; set; }

    /// <summary>auto or WIDTHxHEIGHT.</summary>
    public string? Size { get; set; }

    /// <summary>auto, low, medium, high, xhigh, max; or draft, standard, high, ultra.</summary>
    public string? Quality { get; set; }

    /// <summary>b64_json (the default) or url.</summary>
    public string? ResponseFormat { get; set; }

    /// <summary>png (the default), jpeg or webp.</summary>
    public string? OutputFormat { get; set; }

    /// <summary>auto or opaque; transparent is not to be had yet.</summary>
    public string? Background { get; set; }

    /// <summary>auto or low, as at OpenAI.</summary>
    public string? Moderation { get; set; }

    /// <summary>false; streaming is not to be had yet.</summary>
    public bool? Stream { get; set; }

    /// <summary>Your name for your user; kept nowhere.</summary>
    public string? User { get; set; }

    /// <summary>Ours: id of a style.</summary>
    public string? Style { get; set; }

    /// <summary>Ours: standard (the default), premium or ultra: which models are worth using.</summary>
    public string? Tier { get; set; }

    /// <summary>Ours: what to avoid.</summary>
    public string? NegativePrompt { get; set; }

    /// <summary>Ours: 0 to 4294967294.</summary>
    public long? Seed { get; set; }

    /// <summary>Ours: strict, declared or best_effort.</summary>
    public string? Fallback { get; set; }

    public RequestDraft ToDraft() =>
        new()
        {
            Prompt = Prompt,
            Model = Model,
            Count = N,
            Size = Size,
            Quality = Quality,
            OutputFormat = OutputFormat,
            Style = Style,
            Tier = Tier,
            NegativePrompt = NegativePrompt,
            Seed = Seed,
            Fallback = Fallback,
        };

    /// <summary>Checks what only this door has.</summary>
    public void Validate(ErrorList errors)
    {
        if (ResponseFormat is not (null or "b64_json" or "url"))
        {
            errors.AddUnknown("response_format", ResponseFormat, ["b64_json", "url"]);
        }

        if (Background is not (null or "auto" or "opaque"))
        {
            errors.AddUnknown("background", Background, ["auto", "opaque"]);
        }

        if (Moderation is not (null or "auto" or "low"))
        {
            errors.AddUnknown("moderation", Moderation, ["auto", "low"]);
        }

        if (Stream is true)
        {
            errors.Add("stream", "stream is not to be had yet: leave it out, or watch /v1/generations/{id}/events.");
        }
    }
}
