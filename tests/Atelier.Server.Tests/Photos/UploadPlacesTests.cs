using Atelier.Core.Errors;
using Atelier.Server.Photos;

namespace Atelier.Server.Tests.Photos;

/// <summary>How uploads share the room of a node.</summary>
public sealed class UploadPlacesTests
{
    private readonly UploadPlaces _sut = new(256);

    [Fact]
    public void Take_OneSenderAlone_HasRoomForHundredsAndLeavesSome()
    {
        var mine = Fill("a");

        Assert.Equal(205, mine.Count);
        Assert.True(Fill("b").Count >= 16);
    }

    [Fact]
    public void Take_HandfulOfSendersWhoTakeAllTheyGet_LeavesOthersRoom()
    {
        foreach (var sender in new[] { "a", "b", "c", "d", "e" })
        {
            Fill(sender).Skip(40).ToList().ForEach(place => place.Dispose());
        }

        Assert.InRange(Fill("f").Count, 16, 56);
    }

    [Fact]
    public void Take_NoPlaceLeft_RefusesEverybodyUntilOneIsGivenBack()
    {
        var held = Enumerable.Range(0, 256).Select(sender => _sut.Take($"{sender}")).ToList();
        Assert.Equal(ErrorCode.Busy, Assert.Throws<AtelierException>(() => _sut.Take("new")).Code);

        held[7].Dispose();
        held[7].Dispose();

        Assert.NotNull(_sut.Take("new"));
        Assert.Throws<AtelierException>(() => _sut.Take("newer"));
    }

    [Fact]
    public void Take_SmallHouse_LetsEachSenderHaveOne()
    {
        var small = new UploadPlaces(1);
        small.Take("a").Dispose();

        Assert.NotNull(small.Take("a"));
        Assert.Throws<AtelierException>(() => small.Take("b"));
    }

    // All that the sender gets.
    private List<IDisposable> Fill(string sender)
    {
        var places = new List<IDisposable>();
        try
        {
            while (true)
            {
                places.Add(_sut.Take(sender));
            }
        }
        catch (AtelierException)
        {
            return places;
        }
    }
}
