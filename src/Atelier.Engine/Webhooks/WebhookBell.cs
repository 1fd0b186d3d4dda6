using Atelier.Engine.Changes;

namespace Atelier.Engine.Webhooks;

/// <summary>Tells the senders of all nodes that something is to be sent.</summary>
public sealed class WebhookBell(ChangePublisher changes)
{
    /// <summary>Call it after the commit.</summary>
    public void Ring() => changes.Publish(ChangeWord.Webhooks);
}
