namespace Atelier.Server.Wire;

/// <summary>An object inside a body, whose fields are read one by one as those of the body are.</summary>
internal abstract class BodyPart;
