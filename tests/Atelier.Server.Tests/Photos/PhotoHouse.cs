namespace Atelier.Server.Tests.Photos;

/// <summary>Tests of the photo doors that share one server; they take turns.</summary>
[CollectionDefinition(Name)]
public sealed class PhotoHouse : ICollectionFixture<PhotoServer>
{
    public const string Name = "photo doors";
}
