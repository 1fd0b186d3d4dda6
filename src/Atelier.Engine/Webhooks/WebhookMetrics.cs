using System.Diagnostics.Metrics;

namespace Atelier.Engine.Webhooks;

/// <summary>What is counted of webhooks.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _disabled;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Atelier.Webhooks");
        _messages = _meter.CreateCounter<long>("atelier.webhooks.messages", description: "Messages made.");
        _deliveries = _meter.CreateCounter<long>(
            "atelier.webhooks.deliveries",
            description: "Tries to deliver a message, by outcome."
        );
        _disabled = _meter.CreateCounter<long>(
            "atelier.webhooks.disabled",
            description: "Endpoints that were disabled because nothing could be delivered, by reason."
        );
        _duration = _meter.CreateHistogram<double>("atelier.webhooks.duration", "s", "Time a receiver took to answer.");
    }

    public void Dispose() => _meter.Dispose();

    public void Made(int messages) => _messages.Add(messages);

    /// <param name="error">Our word for what went wrong; null for delivered.</param>
    public void Tried(string? error, TimeSpan took)
    {
        _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", error ?? "delivered"));
        _duration.Record(took.TotalSeconds);
    }

    public void Disabled(string reason) => _disabled.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
