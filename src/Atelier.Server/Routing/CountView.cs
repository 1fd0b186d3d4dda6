namespace Atelier.Server.Routing;

/// <summary>So many requests for one cause: a code or a sentence.</summary>
internal sealed record CountView(string What, long Requests);
