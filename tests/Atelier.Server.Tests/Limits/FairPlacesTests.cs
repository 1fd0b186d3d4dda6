using Atelier.Core.Errors;
using Atelier.Server.Limits;

namespace Atelier.Server.Tests.Limits;

/// <summary>How uploads and masks share the room of a node.</summary>
public sealed class FairPlacesTests
{
    private readonly FairPlaces _sut = new(256, 4, "uploads");

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
        var small = new FairPlaces(1, 4, "uploads");
        small.Take("a").Dispose();

        Assert.NotNull(small.Take("a"));
        Assert.Throws<AtelierException>(() => small.Take("b"));
    }

    [Fact]
    public void Take_OnePlaceForEachFree_LeavesOneSenderHalfAndNamesWhatIsTooMuch()
    {
        var masks = new FairPlaces(8, 1, "masks");

        Assert.Equal(4, Fill("a", masks).Count);
        Assert.Equal(2, Fill("b", masks).Count);
        Assert.Contains("your masks", Assert.Throws<AtelierException>(() => masks.Take("a")).Message);
        Assert.Single(Fill("c", masks));
        Assert.Single(Fill("d", masks));
        Assert.Contains("many masks", Assert.Throws<AtelierException>(() => masks.Take("e")).Message);
    }

    // All that the sender gets.
    private List<IDisposable> Fill(string sender, FairPlaces? of = null)
    {
        var places = new List<IDisposable>();
        try
        {
            while (true)
            {
                places.Add((of ?? _sut).Take(sender));
            }
        }
        catch (AtelierException)
        {
            return places;
        }
    }
}
