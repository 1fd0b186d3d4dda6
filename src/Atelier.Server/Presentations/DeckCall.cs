using Atelier.Core.Requests;
using Atelier.Server.Authentication;

namespace Atelier.Server.Presentations;

/// <summary>Who calls a presentation door, and what was wrong with its body so far.</summary>
/// <param name="Origins">What our own addresses of pictures begin with.</param>
internal sealed record DeckCall(CurrentCaller Caller, IReadOnlyList<string> Origins, ErrorList Errors);
