using Atelier.Core.Requests;
using Atelier.Server.Authentication;

namespace Atelier.Server.Presentations;

/// <summary>Who calls a presentation door, and what was wrong with its body so far.</summary>
/// <param name="Origin">What our own addresses begin with.</param>
internal sealed record DeckCall(CurrentCaller Caller, string Origin, ErrorList Errors);
