namespace Atelier.Server.Tickets;

/// <summary>What a ticket is wanted for.</summary>
internal sealed class TicketBody
{
    /// <summary>events: the stream of a generation; progress: that of all of the account's.</summary>
    public string? Purpose { get; set; }
}
