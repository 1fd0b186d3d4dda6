namespace Atelier.Server.Tickets;

/// <summary>Marks a door that takes a ticket of this purpose in place of a key.</summary>
internal sealed record TicketDoor(string Purpose);
