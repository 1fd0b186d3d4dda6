using Atelier.Engine.Changes;

namespace Atelier.Engine.Webhooks;

/// <summary>Wakes those who make and send messages, on all nodes.</summary>
public sealed class WebhookBell(ChangePublisher changes)
{
    /// <summary>Messages are to be sent. Call it after the commit.</summary>
    public void Ring() => changes.Publish(ChangeWord.Webhooks);

    /// <summary>Has notices turned into messages now and not at the next look, ten seconds later. Call it after the commit.</summary>
    public void TellOfNotice() => changes.Publish(ChangeWord.AnyGeneration);
}
