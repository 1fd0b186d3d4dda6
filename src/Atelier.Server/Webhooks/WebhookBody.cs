namespace Atelier.Server.Webhooks;

/// <summary>An endpoint to be made, or what is to be different about one.</summary>
internal sealed class WebhookBody
{
    /// <summary>Where to POST: a public https address of at most 2,048 characters.</summary>
    public string? Url { get; set; }

    /// <summary>Which types it wants: generation.completed, generation.failed, generation.canceled, budget.threshold, webhook.disabled, or all, the default.</summary>
    public List<string>? Events { get; set; }

    /// <summary>For people; at most 200 characters, and an empty text takes it away.</summary>
    public string? Description { get; set; }

    /// <summary>Whether it is switched off; false by default.</summary>
    public bool? Disabled { get; set; }
}
