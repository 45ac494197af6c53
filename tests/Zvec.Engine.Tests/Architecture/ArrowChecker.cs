namespace Zvec.Engine.Tests.Architecture;

/// <summary>Finds references between rooms that the table does not allow. Public types of every room live in one namespace, so names
/// decide, not usings: a file refers to a room when it mentions a type that the room declares.</summary>
internal static class ArrowChecker
{
    /// <param name="files">Source files with their paths from <c>src</c>.</param>
    /// <returns>A line for each finding, ordered.</returns>
    public static IReadOnlyList<string> Check(IReadOnlyCollection<SourceFile> files)
    {
        var findings = new SortedSet<string>(StringComparer.Ordinal);
        var roomsOfType = new Dictionary<string, SortedSet<string>>();
        foreach (SourceFile file in files)
        {
            if (Rooms.Of(file.Path) is not { } room)
            {
                findings.Add($"{file.Path}: the folder is no room of the design.");
                continue;
            }

            foreach (string type in file.Declared)
            {
                if (!roomsOfType.TryGetValue(type, out SortedSet<string>? rooms))
                    roomsOfType.Add(type, rooms = new SortedSet<string>(StringComparer.Ordinal));
                rooms.Add(room);
            }
        }

        foreach ((string type, SortedSet<string> rooms) in roomsOfType)
        {
            if (rooms.Count > 1)
                findings.Add($"{type}: declared in {string.Join(" and ", rooms)}; a name must belong to one room.");
        }

        foreach (SourceFile file in files)
        {
            if (Rooms.Of(file.Path) is not { } from)
                continue;
            foreach (string type in file.Mentioned(Rooms.NamespaceParts))
            {
                if (roomsOfType.TryGetValue(type, out SortedSet<string>? rooms) && rooms.Count == 1 && !Rooms.MayRefer(from, rooms.Min!))
                    findings.Add($"{file.Path}: {type}: {from} -> {rooms.Min}");
            }
        }

        return [.. findings];
    }
}
