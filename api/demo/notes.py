"""What the invented patients write. `low` goes with a mood of 0-3, `fair` with 4-6, `good` with 7-10, `session` with the day of
a treatment. Each is written once, the latest first. All of it was made up for the demo.
"""

import msgspec


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    low: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    session: tuple[str, ...] = ()


MAYA = Notes(
    low=(
        "Stayed in the car for twenty minutes before I could walk into work.",
        "Everything takes three tries. Showered though.",
        "Cried at a commercial for paper towels. Don't know why I'm writing that down.",
        "Could not answer my sister's text. Four words and I could not.",
    ),
    fair=(
        "Not lighter exactly, more like somebody turned the volume down.",
        "Cooked real food. Ate half of it.",
        "I noticed I was humming. Stopped when I noticed.",
        "Tired but a normal kind of tired.",
        "Went for the mail and then kept walking around the block.",
        "Slept through. First time since I don't know when.",
    ),
    good=(
        "Laughed at something Theo said and it wasn't for show.",
        "Opened the curtains before coffee. Small thing.",
        "Called my sister back. We talked for an hour about nothing.",
    ),
    session=(
        "Floaty afterwards, glad Theo drove. The music helped.",
        "The ceiling was very far away. Not scary this time.",
        "First one done. Strange, and then just sleepy.",
    ),
)

TOM = Notes(
    low=(
        "Back in the fog. I could tell by Tuesday.",
        "Told them I had a cold. I didn't have a cold.",
        "Same pattern as last month, about two weeks and then it slides.",
        "Sat in the garage with the radio off.",
        "Everything is grey again and I'm short with the kids. I hate that part most.",
        "Skipped the gym, skipped the guys, skipped dinner.",
    ),
    fair=(
        "Holding, but I can feel the edges.",
        "Okay at work. Nothing left by the time I get home.",
        "Helped Caleb with fractions. Got through it without snapping.",
        "Woke at four again. Read until six.",
        "Is it wearing off, or is it just a bad week?",
        "Half a run. Half is still some.",
        "Quiet day. Fixed the gate.",
    ),
    good=(
        "The good stretch. Trying to use it and not waste it worrying about when it ends.",
        "Coached the whole practice and enjoyed it.",
        "Dinner with everyone and I was actually there for it.",
        "Slept seven hours. Woke up and it was just a morning.",
        "Finished the deck. Only took me two years.",
        "Ran the river loop. Felt like me.",
    ),
    session=(
        "Booster today. Usual headache after, gone by night.",
        "Easy one. Slept the afternoon away.",
        "Nausea on the way home, had the ginger candy ready.",
    ),
)

ELENA = Notes(
    low=("Anniversary of Mama. Let it be a sad day.", "Migraine weather and a bad night."),
    fair=(
        "A flat day but not a frightening one.",
        "Long shift. Feet hurt more than anything else does.",
        "Noticed the old thought (they only keep me because they have to) and wrote down the other side like Ruth asked.",
        "Said no to the extra shift. Felt guilty for one hour, not one week.",
        "Rain. Soup. Fine.",
        "Argued with the landlord and did not go over it all night.",
    ),
    good=(
        "Choir again. I had forgotten that I take up space when I sing.",
        "A whole weekend without checking how I feel every hour.",
        "Planted the beans with the neighbour's girl. She gave each one a name.",
        "Ruth asked what has changed and I said: I answer the door now.",
        "Made plans for next year. Actual plans.",
        "Walked home the long way because the light was nice.",
        "The good part still feels borrowed, but I am spending it.",
    ),
    session=(
        "Quiet session. I thought about the sea.",
        "Booster. Wobbly until the evening, then hungry.",
        "They moved me by three days for the holiday. I managed the wait.",
    ),
)

JONAH = Notes(
    low=("Can't tell if I'm hoping or just used to being let down.", "Didn't get up until two."),
    fair=(
        "The tapping is louder than I thought. Earplugs are fine.",
        "Forty minutes on the bus each way. At least I have a reason to shave.",
        "Nobody asked me to be cheerful there. I liked that.",
        "Too early to say. Writing it down anyway.",
    ),
    good=("Pancakes with Rosa before school. She said my hair looked better.",),
    session=(
        "My scalp feels like after a too tight hat.",
        "Jaw was clenched the whole time, tech moved the coil a bit and it got better.",
    ),
)

PRIYA = Notes(
    low=(
        "Bad night, bad day. Cancelled on Anjali again.",
        "The thesis file is open. I have looked at it for three hours.",
        "Felt stupid in lab meeting. Probably nobody noticed. I noticed.",
    ),
    fair=(
        "Headache after the session but it went with lunch.",
        "Wrote one paragraph. Deleted it. Wrote it again.",
        "I answered emails that were older than the milk.",
        "Ruth says a two on the dread scale is allowed to be a two.",
        "Asked Anjali for help with the figures. She just said yes.",
        "Napped and did not feel guilty.",
    ),
    good=(
        "Something is a bit less heavy when I wake up. Not telling anyone yet.",
        "Made dal the way Amma does, with too much of everything.",
        "Two pages! And they are not terrible.",
    ),
    session=(
        "Tech asked about the twitching, I said only during. It stops when it stops.",
        "Fell asleep in the chair, they had to wake me.",
    ),
)

WALTER = Notes(
    low=(
        "Don't see the point of writing the same thing every night.",
        "Bad day. June's birthday would have been today.",
    ),
    fair=(
        "Drove in and back. Radio on the whole way.",
        "Paid the bills. They were not as bad as the pile looked.",
        "Neighbor came over about the fence and stayed for coffee.",
        "Chest of drawers fixed. Took all afternoon and I didn't mind.",
        "Slept six hours. I'll take it.",
        "Fed the birds. They don't ask how you are.",
    ),
    good=(
        "Went to the diner on Thursday like we used to. Ordered for one and it was all right.",
        "My son said I sound like myself on the phone.",
        "Got the boat cover off. First time in two years.",
        "Played cards. Lost four dollars, stayed until ten.",
        "Walked to the lake before breakfast. Nobody there but me.",
        "Kids coming for Sunday. I am cooking.",
    ),
    session=(
        "Number thirty coming up. I will miss the crew a little.",
        "Sore spot over the ear, gone by supper.",
    ),
)

GRACE = Notes(
    low=("Hard day at the school, came home and went straight to bed.",),
    fair=(
        "An ordinary day. I would not have believed that I would write that with relief.",
        "Report cards. Tired hands.",
        "A little low since Sunday. Watching it, not panicking.",
        "Kept the walk even though it drizzled.",
    ),
    good=(
        "Two months ago I could not have sat through that wedding. I danced.",
        "Sang in the car. Loudly. At a red light.",
        "My students put on the play. I stood in the back and was proud of them, and of me.",
        "Nothing to report, which is the report.",
        "Sunday lunch, nine people, my kitchen.",
        "Finished the course! They gave me the chart to keep.",
    ),
    session=("Scalp a bit tender. The crew counts down the taps with me now.",),
)

SAM = Notes(
    low=(
        "Don't feel like doing this tonight.",
        "Phone has been off. Sorry.",
        "No energy for words.",
    ),
    fair=(
        "Same as yesterday.",
        "Worked from bed. It counts.",
        "Ordered groceries so I don't have to go in.",
        "Dad called. I let it ring and then called back.",
    ),
    good=(
        "Took the bike out, ten miles, mostly downhill.",
        "Good week. Saw people and nobody died of it.",
        "Played a set with the old band. My fingers remembered.",
    ),
    session=("Booster went fine. Slow evening.",),
)

NORA = Notes(
    low=(
        "Worse again. I keep waiting for it to turn around like it did before.",
        "Got as far as the shoes.",
        "They ask if I'm eating. Toast is eating.",
        "I used to count the days since the last booster. Now I don't see the difference.",
        "Awake at three, four, five.",
        "Called in sick. Third time this month.",
        "The house is so loud and I am so slow.",
        "I don't know what changed. Nothing changed. That's what frightens me.",
    ),
    fair=(
        "Sliding a little, I think. Might just be tired.",
        "Managed the parents' evening. Smiled until my face hurt.",
        "Less patience than last month.",
        "Decent. Keeping it small.",
    ),
    good=(
        "Football in the yard with the boys. Fell twice, laughed twice.",
        "This is the longest good stretch since Emil was born.",
        "I baked for no reason at all.",
        "Read a whole book. A whole one.",
    ),
    session=("Booster today. Hoping.", "Booster. Soft landing, slept well."),
)

NORA_LAST_NIGHT = "They would all be better off without me. I can't keep dragging everybody down."
"""Sounds like danger: the alert that waits in the demo."""

BEN = Notes(
    low=(
        "The court letter came. I put it in the drawer.",
        "Did not eat until Marcus brought something over.",
        "A heavy day but I used the plan. Called Marcus first, not last.",
    ),
    fair=(
        "Wrote the list with Ruth. It is on the fridge now.",
        "Dr. Osei rang just to check. It helped that she did not sound scared.",
        "Went to group. Said one true thing.",
        "Back at the shop for half days.",
        "Steadier. I don't trust it yet and that is allowed.",
        "Gave Marcus the keys to the cabinet. Felt like a weight off both of us.",
    ),
    good=(
        "Fixed the old Honda with Marcus. It started on the second try.",
        "Saw my daughter. We fed the ducks and she ate half the bread herself.",
        "Slept. Just slept.",
    ),
    session=("Booster. Ruth's breathing thing got me through the first part.",),
)

BEN_CRISIS = "I can't do this anymore. I want to kill myself and I don't want to call anyone."
"""The night of the demo's past crisis."""

BEN_NEXT_DAY = "Dr. Osei called and then Marcus came over and stayed. I am still here. Tired."

LUCIA = Notes(
    low=(
        "Hoy no pude con nada. Me quedé en la cama hasta las doce.",
        "Lloré en el trabajo, en el baño, bajito.",
        "Otra noche dando vueltas. Mi mamá llamó y no contesté.",
    ),
    fair=(
        "Un día regular. Fui al mercado y hablé con la señora de las flores.",
        "Con Ruth hablamos de la culpa. Me cuesta, pero voy.",
        "Cociné arroz con leche y me acordé de mi abuela sin llorar.",
        "Cansada, pero es un cansancio normal.",
        "Dormí seis horas seguidas.",
        "Llevé a los niños a la escuela caminando.",
    ),
    good=(
        "Hoy me reí con mis hijos, de verdad.",
        "Puse música para limpiar la casa. Hacía meses que no.",
        "Llamé a mi mamá y hablamos una hora. Me dijo que mi voz suena distinta.",
        "Fuimos al parque. Sol, por fin.",
    ),
    session=(
        "Me sentí como flotando y después con mucho sueño. Mi esposo manejó.",
        "Un poco de náusea al salir, se me pasó en casa.",
    ),
)

HANNAH = Notes(
    low=("Scared of getting my hopes up.", "Nothing tastes like anything."),
    fair=(
        "First entry. Trying this because they asked me to.",
        "Read the leaflet again. Packed the eye mask and then unpacked it and then packed it.",
        "Somewhere between bored and sad.",
    ),
)

NOTES = {
    "maya": MAYA,
    "tom": TOM,
    "elena": ELENA,
    "jonah": JONAH,
    "priya": PRIYA,
    "walter": WALTER,
    "grace": GRACE,
    "sam": SAM,
    "nora": NORA,
    "ben": BEN,
    "lucia": LUCIA,
    "hannah": HANNAH,
}
